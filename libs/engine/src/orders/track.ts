import type { Instant } from '../facts.ts';
import type { Match } from './selection.ts';
import type { Tally } from './tally.ts';

/** When a fact counts: at every now in [from, to). */
export type Interval = readonly [from: Instant, to: Instant];

export const always: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/**
 * One customer's orders as one window sees them, at one instant that moves on: what is kept of those inside, those that have yet to
 * come in, and those that have yet to go out. Who has gone out never comes back and is forgotten.
 *
 * When a match comes and goes is computed once, forward from its order, and never assumed to follow the order of the timestamps.
 */
export class Track {
  readonly tallies: readonly Tally[];
  /** Whether matches go in and out as time passes; if not, all are inside, and only the tallies know of them. */
  readonly isTimed: boolean;
  #asOf: Instant;
  /** Inside or yet to come, by the instant of leaving: two columns, of which the first so many have gone. */
  readonly #leaving: Match[] = [];
  readonly #leavesAt: Instant[] = [];
  #gone = 0;
  /** Yet to come, by the instant of coming, the next one last. */
  readonly #coming: Match[] = [];
  readonly #comesAt: Instant[] = [];

  constructor(isTimed: boolean, asOf: Instant, tallies: readonly Tally[]) {
    this.isTimed = isTimed;
    this.#asOf = asOf;
    this.tallies = tallies;
  }

  get asOf(): Instant {
    return this.#asOf;
  }

  insert(match: Match, [from, to]: Interval): void {
    if (from >= to) return;
    if (this.isTimed) {
      if (to <= this.#asOf) return;
      insertAt(this.#leaving, this.#leavesAt, this.#placeByLeaving(to), match, to);
      if (from > this.#asOf) return insertAt(this.#coming, this.#comesAt, this.#placeByComing(from), match, from);
    }
    for (const tally of this.tallies) tally.add(match);
  }

  /** Takes out what was inserted with this interval, if it has not gone. */
  remove(match: Match, [from, to]: Interval): void {
    if (from >= to) return;
    if (this.isTimed) {
      if (to <= this.#asOf) return;
      const { orderId } = match.order;
      removeFrom(this.#leaving, this.#leavesAt, orderId, this.#placeByLeaving(to));
      if (from > this.#asOf) return removeFrom(this.#coming, this.#comesAt, orderId, this.#placeByComing(from));
    }
    for (const tally of this.tallies) tally.remove(match);
  }

  /** Lets time pass, but never back. */
  advance(now: Instant): void {
    if (!this.isTimed) return;
    this.#asOf = now;
    while (this.#comesAt.length > 0 && (this.#comesAt.at(-1) as Instant) <= now) {
      this.#comesAt.pop();
      const match = this.#coming.pop() as Match;
      for (const tally of this.tallies) tally.add(match);
    }
    while (this.#gone < this.#leaving.length && (this.#leavesAt[this.#gone] as Instant) <= now) {
      const match = this.#leaving[this.#gone++] as Match;
      for (const tally of this.tallies) tally.remove(match);
    }
    if (this.#gone > 32 && this.#gone * 2 > this.#leaving.length) this.#forgetGone();
  }

  /** How many have yet to go out, those that have yet to come among them. */
  get leavingCount(): number {
    return this.#leaving.length - this.#gone;
  }

  /** The next to go out has the index 0. */
  leaving(index: number): Match {
    return this.#leaving[this.#gone + index] as Match;
  }

  leavesAt(index: number): Instant {
    return this.#leavesAt[this.#gone + index] ?? Number.POSITIVE_INFINITY;
  }

  get comingCount(): number {
    return this.#coming.length;
  }

  /** The next to come in has the index 0. */
  coming(index: number): Match {
    return this.#coming.at(-1 - index) as Match;
  }

  comesAt(index: number): Instant {
    return this.#comesAt.at(-1 - index) ?? Number.POSITIVE_INFINITY;
  }

  /** The next instant at which a match goes into the window or out of it. */
  get nextChange(): Instant {
    return Math.min(this.leavesAt(0), this.comesAt(0));
  }

  #forgetGone(): void {
    this.#leaving.splice(0, this.#gone);
    this.#leavesAt.splice(0, this.#gone);
    this.#gone = 0;
  }

  /** The index after all that leave at `to` or before. */
  #placeByLeaving(to: Instant): number {
    const { length } = this.#leavesAt;
    // Facts mostly come in their order.
    if (length === this.#gone || (this.#leavesAt[length - 1] as Instant) <= to) return length;
    return partitionPoint(this.#gone, length, (index) => (this.#leavesAt[index] as Instant) <= to);
  }

  /** The index after all that come at `from` or later. */
  #placeByComing(from: Instant): number {
    return partitionPoint(0, this.#comesAt.length, (index) => (this.#comesAt[index] as Instant) >= from);
  }
}

/** The first index in [low, high) for which it does not hold; all for which it does come before. */
function partitionPoint(low: number, high: number, holds: (index: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insertAt(matches: Match[], instants: Instant[], index: number, match: Match, instant: Instant): void {
  if (index === matches.length) {
    matches.push(match);
    instants.push(instant);
  } else {
    matches.splice(index, 0, match);
    instants.splice(index, 0, instant);
  }
}

/** Looks for the order backward from the end of those at its instant. */
function removeFrom(matches: Match[], instants: Instant[], orderId: string, end: number): void {
  let index = end - 1;
  while ((matches[index] as Match).order.orderId !== orderId) index--;
  matches.splice(index, 1);
  instants.splice(index, 1);
}
