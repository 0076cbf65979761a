import type { Match } from './selection.ts';
import type { Unit } from './running-total.ts';
import type { Tally, TallyKind } from './tally.ts';

/** Some numbers of each match inside the window, in ascending order. */
export class SortedNumbers implements Tally {
  readonly values: number[] = [];
  readonly #numbersOf: (match: Match) => readonly number[];

  constructor(numbersOf: (match: Match) => readonly number[]) {
    this.#numbersOf = numbersOf;
  }

  get least(): number | null {
    return this.values[0] ?? null;
  }

  get greatest(): number | null {
    return this.values.at(-1) ?? null;
  }

  add(match: Match): void {
    for (const number of this.#numbersOf(match)) {
      const index = this.#placeFor(number);
      // Facts mostly come in their order.
      if (index === this.values.length) this.values.push(number);
      else this.values.splice(index, 0, number);
    }
  }

  remove(match: Match): void {
    for (const number of this.#numbersOf(match)) this.values.splice(this.#placeFor(number) - 1, 1);
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

/** The timestamps of the matching orders. */
export const instants: TallyKind<SortedNumbers> = {
  key: 'instants',
  create: () => new SortedNumbers(({ at }) => [at]),
};

/** The amounts of each order or item. */
export const amounts: Readonly<Record<Unit, TallyKind<SortedNumbers>>> = {
  orders: { key: 'amounts of orders', create: () => new SortedNumbers(({ order }) => [order.total]) },
  items: { key: 'amounts of items', create: () => new SortedNumbers(({ items }) => items.map(({ amount }) => amount)) },
};
