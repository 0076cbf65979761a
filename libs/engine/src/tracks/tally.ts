import type { Occasion } from './selection.ts';

/**
 * What is kept of the occasions inside a window, so that an answer costs the same however many there are: told of each that goes in and
 * of each that goes out, in any order.
 */
export interface Tally {
  add(occasion: Occasion): void;
  /** Of one that was added; after an edit it may be another object of the same content. */
  remove(occasion: Occasion): void;
}

/** Leaves that keep the same of the same window share it. */
export interface TallyKind<Kept extends Tally> {
  readonly key: string;
  /** Whether it must be told the whole of one that goes out, and not only its figures. */
  readonly looksInside?: boolean;
  create(): Kept;
}
