import type { Occasion } from './selection.ts';
import type { Tally, TallyKind } from './tally.ts';

/** Some numbers of each occasion inside the window, in ascending order. */
export class SortedNumbers<Of extends Occasion = Occasion> implements Tally {
  readonly values: number[] = [];
  readonly #numbersOf: (occasion: Of) => readonly number[];

  constructor(numbersOf: (occasion: Of) => readonly number[]) {
    this.#numbersOf = numbersOf;
  }

  get least(): number | null {
    return this.values[0] ?? null;
  }

  get greatest(): number | null {
    return this.values.at(-1) ?? null;
  }

  add(occasion: Of): void {
    for (const number of this.#numbersOf(occasion)) {
      const index = this.#placeFor(number);
      // Facts mostly come in their order.
      if (index === this.values.length) this.values.push(number);
      else this.values.splice(index, 0, number);
    }
  }

  remove(occasion: Of): void {
    for (const number of this.#numbersOf(occasion)) this.values.splice(this.#placeFor(number) - 1, 1);
  }

  /** The index after all that are not greater. */
  #placeFor(number: number): number {
    let low = 0;
    let high = this.values.length;
    if (high > 0 && (this.values[high - 1] as number) <= number) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.values[middle] as number) <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** When they were. */
export const instants: TallyKind<SortedNumbers> = {
  key: 'instants',
  create: () => new SortedNumbers(({ at }) => [at]),
};
