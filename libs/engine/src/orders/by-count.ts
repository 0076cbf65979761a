import { nextFlip } from '../tests/number.ts';
import type { Test } from '../tests/test.ts';

/** A test of how many there are, as the numbers at which it says something else than of one less. */
export interface ByCount {
  /** Ascending, above zero. */
  readonly flips: readonly number[];
  /** Of zero. */
  readonly startsWith: boolean;
  actual(count: number): string;
}

export function flipsOf(test: Test, holds: (count: number) => boolean): number[] {
  const flips: number[] = [];
  for (let n = nextFlip(test, holds, 0); n !== undefined; n = nextFlip(test, holds, n)) flips.push(n);
  return flips;
}
