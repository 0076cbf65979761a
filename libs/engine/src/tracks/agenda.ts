import type { Instant } from '../facts.ts';
import type { Occasion } from './selection.ts';

/** Occasions with an instant each, the earliest first, from which they are taken one after the other. */
export class Agenda {
  /** Two columns, of which the first so many have been taken. */
  readonly #occasions: Occasion[] = [];
  readonly #instants: Instant[] = [];
  #taken = 0;

  get length(): number {
    return this.#occasions.length - this.#taken;
  }

  /** The next has the index 0. */
  occasionAt(index: number): Occasion {
    return this.#occasions[this.#taken + index] as Occasion;
  }

  /** Infinity behind the last. */
  instantAt(index: number): Instant {
    return this.#instants[this.#taken + index] ?? Number.POSITIVE_INFINITY;
  }

  insert(occasion: Occasion, instant: Instant): void {
    const index = this.#placeAfter(instant);
    if (index === this.#occasions.length) {
      this.#occasions.push(occasion);
      this.#instants.push(instant);
    } else {
      this.#occasions.splice(index, 0, occasion);
      this.#instants.splice(index, 0, instant);
    }
  }

  /** Of one that is there. */
  remove(id: string, instant: Instant): void {
    let index = this.#placeAfter(instant) - 1;
    while ((this.#occasions[index] as Occasion).id !== id) index--;
    this.#occasions.splice(index, 1);
    this.#instants.splice(index, 1);
  }

  /** Takes the next. */
  take(): Occasion {
    const occasion = this.#occasions[this.#taken++] as Occasion;
    if (this.#taken > 32 && this.#taken * 2 > this.#occasions.length) {
      this.#occasions.splice(0, this.#taken);
      this.#instants.splice(0, this.#taken);
      this.#taken = 0;
    }
    return occasion;
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
