import type { Instant } from '../facts.ts';
import type { Match } from './selection.ts';

/** When a fact counts: at every now in [from, to). */
export type Interval = readonly [from: Instant, to: Instant];

export const always: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/**
 * One customer's orders as one leaf's window sees them: each match with the interval of now in which it is inside, by the end of
 * that interval, then by the order's timestamp. Ends are computed once per order, forward from it, and never assumed to come in
 * the order of the timestamps. Instants and totals are kept side by side in arrays of numbers: they are read at every decision.
 */
export class Track {
  readonly matches: Match[] = [];
  readonly at: Instant[] = [];
  readonly total: number[] = [];
  /** Whether matches go in and out as time passes; if not, they are in the order of their timestamps, and the next two are empty. */
  readonly isTimed: boolean;
  readonly from: Instant[] = [];
  readonly to: Instant[] = [];
  /** No match goes in after this instant. */
  #latestStart = Number.NEGATIVE_INFINITY;

  constructor(isTimed: boolean) {
    this.isTimed = isTimed;
  }

  insert(match: Match, [from, to]: Interval): void {
    if (from >= to) return;
    const index = this.#placeFor(to, match.at);
    insertAt(this.matches, index, match);
    insertAt(this.at, index, match.at);
    insertAt(this.total, index, match.order.total);
    if (!this.isTimed) return;
    insertAt(this.from, index, from);
    insertAt(this.to, index, to);
    if (from > this.#latestStart) this.#latestStart = from;
  }

  remove(orderId: string): void {
    const index = this.matches.findIndex(({ order }) => order.orderId === orderId);
    if (index < 0) return;
    for (const column of [this.matches, this.at, this.total]) column.splice(index, 1);
    if (this.isTimed) for (const column of [this.from, this.to]) column.splice(index, 1);
  }

  /** The index of the first match that has not yet gone out of the window; those before it have. */
  firstLive(now: Instant): number {
    if (!this.isTimed) return 0;
    const { to } = this;
    let low = 0;
    let high = to.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((to[middle] as Instant) <= now) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether some match may have yet to go in: if not, all from the first live one on are inside. */
  mayStartAfter(now: Instant): boolean {
    return this.#latestStart > now;
  }

  isInside(index: number, now: Instant): boolean {
    return !this.isTimed || ((this.from[index] as Instant) <= now && (this.to[index] as Instant) > now);
  }

  /** The matches inside the window. */
  inside(now: Instant): Match[] {
    const live = this.matches.slice(this.firstLive(now));
    if (!this.mayStartAfter(now)) return live;
    const first = this.matches.length - live.length;
    return live.filter((_, index) => this.isInside(first + index, now));
  }

  /** The next instant at which a match goes into the window or out of it. */
  nextChange(now: Instant): Instant {
    if (!this.isTimed) return Number.POSITIVE_INFINITY;
    const first = this.firstLive(now);
    let next = this.to[first] ?? Number.POSITIVE_INFINITY;
    if (!this.mayStartAfter(now)) return next;
    for (let i = first; i < this.from.length; i++) {
      const start = this.from[i] as Instant;
      if (start > now && start < next) next = start;
    }
    return next;
  }

  #placeFor(to: Instant, at: Instant): number {
    let low = 0;
    let high = this.matches.length;
    if (high > 0 && !this.#isAfter(high - 1, to, at)) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isAfter(middle, to, at)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #isAfter(index: number, to: Instant, at: Instant): boolean {
    if (!this.isTimed) return (this.at[index] as Instant) > at;
    const end = this.to[index] as Instant;
    return end > to || (end === to && (this.at[index] as Instant) > at);
  }
}

/** Facts mostly come in their order: then this is a push. */
function insertAt<T>(column: T[], index: number, value: T): void {
  if (index === column.length) column.push(value);
  else column.splice(index, 0, value);
}
