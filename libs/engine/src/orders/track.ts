import type { Instant } from '../facts.ts';
import type { Match } from './selection.ts';

/** When a fact counts: at every now in [from, to). */
export type Interval = readonly [from: Instant, to: Instant];

export const always: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/**
 * One customer's orders as one leaf's window sees them: each match with the interval of now in which it is inside, by the end of
 * that interval, then by the order's timestamp. Ends are computed once per order, forward from it, and never assumed to come in
 * the order of the timestamps.
 */
export class Track {
  readonly matches: Match[] = [];
  readonly from: Instant[] = [];
  readonly to: Instant[] = [];

  insert(match: Match, [from, to]: Interval): void {
    if (from >= to) return;
    let low = 0;
    let high = this.matches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isAfter(middle, to, match.at)) high = middle;
      else low = middle + 1;
    }
    this.matches.splice(low, 0, match);
    this.from.splice(low, 0, from);
    this.to.splice(low, 0, to);
  }

  remove(orderId: string): void {
    const index = this.matches.findIndex(({ order }) => order.orderId === orderId);
    if (index < 0) return;
    this.matches.splice(index, 1);
    this.from.splice(index, 1);
    this.to.splice(index, 1);
  }

  /** The index of the first match that has not yet gone out of the window; those before it have. */
  firstLive(now: Instant): number {
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

  /** The matches inside the window. */
  inside(now: Instant): Match[] {
    const found: Match[] = [];
    for (let i = this.firstLive(now); i < this.matches.length; i++) {
      if ((this.from[i] as Instant) <= now) found.push(this.matches[i] as Match);
    }
    return found;
  }

  /** The next instant at which a match goes into the window or out of it. */
  nextChange(now: Instant): Instant {
    const first = this.firstLive(now);
    let next = this.to[first] ?? Number.POSITIVE_INFINITY;
    for (let i = first; i < this.from.length; i++) {
      const start = this.from[i] as Instant;
      if (start > now && start < next) next = start;
    }
    return next;
  }

  #isAfter(index: number, to: Instant, at: Instant): boolean {
    const end = this.to[index] as Instant;
    return end > to || (end === to && (this.matches[index] as Match).at > at);
  }
}
