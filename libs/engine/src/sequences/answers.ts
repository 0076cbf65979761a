import type { Instant } from '../facts.ts';
import type { Occasion } from '../tracks/selection.ts';
import { SortedNumbers } from '../tracks/sorted-numbers.ts';
import type { Tally } from '../tracks/tally.ts';
import { Stretch } from './stretch.ts';

/** When a start may have been answered. */
export class Answers implements Tally {
  /** Where some have come or gone since it was last cleared. */
  readonly news = new Stretch();
  readonly #instants = new SortedNumbers(({ at }) => [at]);

  add(occasion: Occasion): void {
    this.#instants.add(occasion);
    this.news.include(occasion.at);
  }

  remove(occasion: Occasion): void {
    this.#instants.remove(occasion);
    this.news.include(occasion.at);
  }

  /** The earliest at the instant or after it; Infinity when there is none. */
  firstFrom(instant: Instant): Instant {
    return this.#instants.values[this.#countBefore(instant)] ?? Number.POSITIVE_INFINITY;
  }

  /** The latest before the instant; -Infinity when there is none. */
  lastBefore(instant: Instant): Instant {
    return this.#instants.values[this.#countBefore(instant) - 1] ?? Number.NEGATIVE_INFINITY;
  }

  #countBefore(instant: Instant): number {
    const { values } = this.#instants;
    let high = values.length;
    // Starts mostly come after all answers so far.
    if (high === 0 || (values[high - 1] as Instant) < instant) return high;
    let low = 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[middle] as Instant) < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
