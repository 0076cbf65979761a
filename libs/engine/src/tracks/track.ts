import type { Instant } from '../facts.ts';
import { Agenda } from './agenda.ts';
import type { Occasion } from './selection.ts';
import type { Tally } from './tally.ts';

/** When a fact counts: at every now in [from, to). */
export type Interval = readonly [from: Instant, to: Instant];

export const always: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** For all without any: most customers have nothing to come, so it must cost nothing. */
const empty = new Agenda();

/**
 * One customer's occasions as one window sees them, at one instant that moves on: what is kept of those inside, those that have yet to
 * come in, and those that have yet to go out. Who has gone out never comes back and is forgotten.
 *
 * When one comes and goes is computed once, forward from its occasion, and never assumed to follow the order of the timestamps.
 */
export class Track {
  readonly tallies: readonly Tally[];
  /** Whether they go in and out as time passes; if not, all are inside, and only the tallies know of them. */
  readonly isTimed: boolean;
  readonly #keep: (occasion: Occasion) => Occasion;
  #asOf: Instant;
  /** Inside or yet to come, by the instant of leaving. */
  #leaving = empty;
  /** Yet to come, by the instant of coming. */
  #coming = empty;

  /** `keep` makes of an occasion what is kept until it goes out. */
  constructor(
    isTimed: boolean,
    asOf: Instant,
    tallies: readonly Tally[],
    keep: (occasion: Occasion) => Occasion = (occasion) => occasion,
  ) {
    this.isTimed = isTimed;
    this.#asOf = asOf;
    this.tallies = tallies;
    this.#keep = keep;
  }

  get asOf(): Instant {
    return this.#asOf;
  }

  get leaving(): Agenda {
    return this.#leaving;
  }

  get coming(): Agenda {
    return this.#coming;
  }

  insert(occasion: Occasion, [from, to]: Interval): void {
    if (from >= to) return;
    if (this.isTimed) {
      if (to <= this.#asOf) return;
      if (this.#leaving === empty) this.#leaving = new Agenda();
      this.#leaving.insert(this.#keep(occasion), to);
      if (from > this.#asOf) {
        if (this.#coming === empty) this.#coming = new Agenda();
        return this.#coming.insert(occasion, from);
      }
    }
    for (const tally of this.tallies) tally.add(occasion);
  }

  /** Takes out what was inserted with this interval, if it has not gone. */
  remove(occasion: Occasion, [from, to]: Interval): void {
    if (from >= to) return;
    if (this.isTimed) {
      if (to <= this.#asOf) return;
      this.#leaving.remove(occasion.id, to);
      if (from > this.#asOf) return this.#coming.remove(occasion.id, from);
    }
    for (const tally of this.tallies) tally.remove(occasion);
  }

  /** Lets time pass, but never back. */
  advance(now: Instant): void {
    if (!this.isTimed) return;
    this.#asOf = now;
    while (this.#coming.instantAt(0) <= now) {
      const occasion = this.#coming.take();
      for (const tally of this.tallies) tally.add(occasion);
    }
    while (this.#leaving.instantAt(0) <= now) {
      const occasion = this.#leaving.take();
      for (const tally of this.tallies) tally.remove(occasion);
    }
  }

  /** The next instant at which one goes into the window or out of it. */
  get nextChange(): Instant {
    return Math.min(this.#leaving.instantAt(0), this.#coming.instantAt(0));
  }
}
