import type { Order, Orders, StatusGroup, VersionedOrder } from '@weir/engine';

export interface CurrencySummary {
  readonly count: number;
  /** Minor units. */
  readonly total: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Minor units, unrounded. */
  readonly averageAmount: number;
}

/** Which group a shop's status code belongs to; a code that is not listed counts as new. */
export type StatusGroups = Readonly<Record<string, StatusGroup>>;

/**
 * What the public table says of a customer's orders, per currency, without the cancelled and returned ones. A new order is added to what
 * is known; an order told again makes its currencies be summed up anew, if that can change them.
 */
export class OrderSummary {
  readonly #statusGroups: StatusGroups;
  readonly #byCurrency = new Map<string, CurrencySummary>();

  constructor(statusGroups: StatusGroups, orders: Iterable<VersionedOrder>) {
    this.#statusGroups = statusGroups;
    for (const { order } of orders) this.#add(order);
  }

  /** `orders` already holds `order`; `previous` is what it was before, undefined when it is new. */
  apply(order: Order, previous: Order | undefined, orders: Pick<Orders, 'values'>): void {
    if (previous === undefined) return this.#add(order);
    if (this.#isSummedAlike(order, previous)) return;
    for (const currency of new Set([previous.currency, order.currency])) {
      this.#byCurrency.delete(currency);
      for (const known of orders.values()) if (known.order.currency === currency) this.#add(known.order);
    }
  }

  /** By currency; one without orders is absent. */
  toRecord(): Record<string, CurrencySummary> {
    return Object.fromEntries(this.#byCurrency);
  }

  /** Most edits are steps of the status, and change nothing here. */
  #isSummedAlike(order: Order, previous: Order): boolean {
    return (
      order.currency === previous.currency &&
      order.total === previous.total &&
      order.createdAt === previous.createdAt &&
      this.#counts(order) === this.#counts(previous)
    );
  }

  #counts({ status }: Order): boolean {
    const group = this.#statusGroups[status] ?? 'new';
    return group !== 'cancelled' && group !== 'returned';
  }

  #add(order: Order): void {
    if (!this.#counts(order)) return;
    const known = this.#byCurrency.get(order.currency);
    const count = (known?.count ?? 0) + 1;
    const total = (known?.total ?? 0) + order.total;
    this.#byCurrency.set(order.currency, {
      count,
      total,
      firstAt: Math.min(known?.firstAt ?? Infinity, order.createdAt),
      lastAt: Math.max(known?.lastAt ?? -Infinity, order.createdAt),
      averageAmount: total / count,
    });
  }
}
