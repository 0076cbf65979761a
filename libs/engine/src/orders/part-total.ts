import type { OrderItem } from '../facts.ts';
import type { Match } from './selection.ts';
import type { Tally } from './tally.ts';

/** What the orders inside the window come to, and what of that is for some of their items. */
export class PartTotal implements Tally {
  part = 0;
  whole = 0;
  readonly #isPart: (item: OrderItem) => boolean;

  constructor(isPart: (item: OrderItem) => boolean) {
    this.#isPart = isPart;
  }

  add(match: Match): void {
    this.#change(match, 1);
  }

  remove(match: Match): void {
    this.#change(match, -1);
  }

  #change({ order }: Match, sign: 1 | -1): void {
    this.whole += sign * order.total;
    for (const item of order.items) if (this.#isPart(item)) this.part += sign * item.amount;
  }
}
