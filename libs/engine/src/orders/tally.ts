import type { Match } from './selection.ts';

/**
 * What is kept of the matches inside a window, so that an answer costs the same however many there are: told of each match that
 * goes in and of each that goes out, in any order.
 */
export interface Tally {
  add(match: Match): void;
  /** Of one that was added; after an edit it may be another object of the same content. */
  remove(match: Match): void;
}

/** Leaves that keep the same of the same window share it. */
export interface TallyKind<Kept extends Tally> {
  readonly key: string;
  create(): Kept;
}
