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
