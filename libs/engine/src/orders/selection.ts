import type { Instant, Order, OrderItem } from '../facts.ts';

export type OrderTimestamp = 'created' | 'paid' | 'completed';
export const orderTimestamps = ['created', 'paid', 'completed'] as const satisfies readonly OrderTimestamp[];

/** An order that a selection lets through. */
export interface Match {
  readonly order: Order;
  /** The timestamp that counts. */
  readonly at: Instant;
  /** The items that meet the item condition; all of them when there is none. */
  readonly items: readonly OrderItem[];
  /** What those items cost together. */
  readonly itemTotal: number;
}

/** Which orders a leaf speaks of, and at which of their timestamps. Leaves that ask for the same share one. */
export interface Selection {
  /** Its index among the catalog's selections. */
  readonly index: number;
  /** Folded; an order without an item of any of them does not match. Null when any order may. */
  readonly categories: readonly string[] | null;
  match(order: Order): Match | null;
}

export function timestampOf(order: Order, at: OrderTimestamp): Instant | null {
  if (at === 'created') return order.createdAt;
  return at === 'paid' ? order.paidAt : order.completedAt;
}

export function matchOf(order: Order, at: Instant, items: readonly OrderItem[]): Match {
  let itemTotal = 0;
  for (const { amount } of items) itemTotal += amount;
  return { order, at, items, itemTotal };
}
