import type { Instant } from '../facts.ts';
import { decideByWalk } from '../occasions/look-ahead.ts';
import type { Operand, Test } from '../tests/test.ts';
import type { Track } from '../tracks/track.ts';
import { constant, type Verdict, verdict } from '../verdict.ts';
import type { RunningTotal } from './running-total.ts';
import type { Figures } from './selection.ts';

/**
 * Whether the sum inside the window passes the test, and the instant at which that changes. With none to come and no amount below zero it can only go down, and nothing changes before it is at the next
 * limit of the test: what is then still inside is found from the other end, where it is as little as the limit, however much there is.
 */
export function decideBySum(
  test: Test,
  holds: (sum: number) => boolean,
): (total: RunningTotal, track: Track) => Verdict {
  const limits = test.operations.flatMap(({ operand }) => numbersIn(operand)).sort((a, b) => b - a);
  return (total, track) => {
    const value = holds(total.sum);
    if (!track.isTimed) return constant(value);
    if (track.coming.length > 0 || total.negatives > 0 || !Number.isSafeInteger(total.sum))
      return decideByWalk(total, track, ({ sum }) => holds(sum));
    const limit = limits.find((each) => each <= total.sum);
    return limit === undefined ? constant(value) : decideBelow(limit, value, total, track, holds);
  };
}

function decideBelow(
  limit: number,
  value: boolean,
  total: RunningTotal,
  track: Track,
  holds: (sum: number) => boolean,
): Verdict {
  const { leaving } = track;
  let exit = leaving.length;
  let left = 0;
  while (exit > 0 && left <= limit) left += total.amountOf(leaving.occasionAt(--exit) as Figures);
  // Up to this exit all is as it is now; from there on each is looked at.
  while (exit < leaving.length) {
    const until: Instant = leaving.instantAt(exit);
    for (; exit < leaving.length && leaving.instantAt(exit) === until; exit++)
      left -= total.amountOf(leaving.occasionAt(exit) as Figures);
    if (holds(left) !== value) return verdict(value, until);
  }
  return constant(value);
}

function numbersIn(operand: Operand): number[] {
  if (typeof operand === 'number') return [operand];
  return Array.isArray(operand) ? (operand as readonly Operand[]).flatMap(numbersIn) : [];
}
