import type { Instant } from '../facts.ts';
import type { Match } from './selection.ts';

/** Matches with an instant each, the earliest first, from which they are taken one after the other. */
export class Agenda {
  /** Two columns, of which the first so many have been taken. */
  readonly #matches: Match[] = [];
  readonly #instants: Instant[] = [];
  #taken = 0;

  get length(): number {
    return this.#matches.length - this.#taken;
  }

  /** The next has the index 0. */
  matchAt(index: number): Match {
    return this.#matches[this.#taken + index] as Match;
  }

  /** Infinity behind the last. */
  instantAt(index: number): Instant {
    return this.#instants[this.#taken + index] ?? Number.POSITIVE_INFINITY;
  }

  insert(match: Match, instant: Instant): void {
    const index = this.#placeAfter(instant);
    if (index === this.#matches.length) {
      this.#matches.push(match);
      this.#instants.push(instant);
    } else {
      this.#matches.splice(index, 0, match);
      this.#instants.splice(index, 0, instant);
    }
  }

  /** Of one that is there. */
  remove(orderId: string, instant: Instant): void {
    let index = this.#placeAfter(instant) - 1;
    while ((this.#matches[index] as Match).order.orderId !== orderId) index--;
    this.#matches.splice(index, 1);
    this.#instants.splice(index, 1);
  }

  /** Takes the next. */
  take(): Match {
    const match = this.#matches[this.#taken++] as Match;
    if (this.#taken > 32 && this.#taken * 2 > this.#matches.length) {
      this.#matches.splice(0, this.#taken);
      this.#instants.splice(0, this.#taken);
      this.#taken = 0;
    }
    return match;
  }

  /** The index after all at the instant or before it. */
  #placeAfter(instant: Instant): number {
    let low = this.#taken;
    let high = this.#instants.length;
    // Facts mostly come in their order.
    if (low === high || (this.#instants[high - 1] as Instant) <= instant) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#instants[middle] as Instant) <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
