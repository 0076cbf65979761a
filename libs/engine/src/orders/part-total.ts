import type { Order, OrderItem } from '../facts.ts';
import { ExactSum } from './exact-sum.ts';
import type { Figures, Match } from './selection.ts';
import type { Tally } from '../tracks/tally.ts';

/** What the orders inside the window come to, and what of that is for some of their items. */
export class PartTotal implements Tally {
  readonly #part: ExactSum;
  readonly #whole: ExactSum;
  readonly #isPart: (item: OrderItem) => boolean;
  /** By order: items are many, so an order that goes out is not looked through again. */
  readonly #parts = new Map<string, number>();
  /** Of a copy: the one that it was made of. */
  readonly #origin: PartTotal | null;

  constructor(isPart: (item: OrderItem) => boolean, origin: PartTotal | null = null) {
    this.#isPart = isPart;
    this.#origin = origin;
    this.#part = origin === null ? new ExactSum() : origin.#part.copy();
    this.#whole = origin === null ? new ExactSum() : origin.#whole.copy();
  }

  get part(): number {
    return this.#part.value;
  }

  get whole(): number {
    return this.#whole.value;
  }

  add({ id, total, order }: Match): void {
    const part = this.#sumOfParts(order);
    this.#parts.set(id, part);
    this.#whole.add(total);
    this.#part.add(part);
  }

  remove({ id, total }: Figures): void {
    const part = this.#parts.get(id) ?? (this.#origin ?? this).#parts.get(id);
    if (part === undefined) throw new Error(`no order ${id} was added`);
    this.#parts.delete(id);
    this.#whole.add(-total);
    this.#part.add(-part);
  }

  /** Another with the same figures, to look ahead with. */
  copy(): PartTotal {
    return new PartTotal(this.#isPart, this);
  }

  #sumOfParts({ items }: Order): number {
    let part = 0;
    for (const item of items) if (this.#isPart(item)) part += item.amount;
    return part;
  }
}
