import { ExactSum } from './exact-sum.ts';
import type { Figures } from './selection.ts';
import type { Tally, TallyKind } from '../tracks/tally.ts';

/** What is counted: orders with their totals, or their matching items with their amounts. */
export type Unit = 'orders' | 'items';

/** How many there are inside the window, and what they come to. */
export class RunningTotal implements Tally {
  readonly unit: Unit;
  count = 0;
  /** How many of the matches have an amount below zero. */
  negatives = 0;
  readonly #sum: ExactSum;

  constructor(unit: Unit, sum = new ExactSum()) {
    this.unit = unit;
    this.#sum = sum;
  }

  get sum(): number {
    return this.#sum.value;
  }

  add(match: Figures): void {
    this.#change(match, 1);
  }

  remove(match: Figures): void {
    this.#change(match, -1);
  }

  /** Another with the same figures, to look ahead with. */
  copy(): RunningTotal {
    const copy = new RunningTotal(this.unit, this.#sum.copy());
    copy.count = this.count;
    copy.negatives = this.negatives;
    return copy;
  }

  amountOf({ total, itemTotal }: Figures): number {
    return this.unit === 'orders' ? total : itemTotal;
  }

  #change(match: Figures, sign: 1 | -1): void {
    const amount = this.amountOf(match);
    this.count += sign * (this.unit === 'orders' ? 1 : match.itemCount);
    this.#sum.add(sign * amount);
    if (amount < 0) this.negatives += sign;
  }
}

export const runningTotal: Readonly<Record<Unit, TallyKind<RunningTotal>>> = {
  orders: { key: 'total of orders', create: () => new RunningTotal('orders') },
  items: { key: 'total of items', create: () => new RunningTotal('items') },
};
