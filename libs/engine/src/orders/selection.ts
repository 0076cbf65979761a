import type { Instant, Order, OrderItem } from '../facts.ts';
import type { Occasion } from '../tracks/selection.ts';

export type OrderTimestamp = 'created' | 'paid' | 'completed';
export const orderTimestamps = ['created', 'paid', 'completed'] as const satisfies readonly OrderTimestamp[];

/** An order that a selection lets through. */
export interface Match extends Occasion {
  readonly order: Order;
  /** The items that meet the item condition; all of them when there is none. */
  readonly items: readonly OrderItem[];
  /** What those items cost together. */
  readonly itemTotal: number;
}

export function timestampOf(order: Order, at: OrderTimestamp): Instant | null {
  if (at === 'created') return order.createdAt;
  return at === 'paid' ? order.paidAt : order.completedAt;
}

export function matchOf(order: Order, at: Instant, items: readonly OrderItem[]): Match {
  let itemTotal = 0;
  for (const { amount } of items) itemTotal += amount;
  return { id: order.orderId, order, at, items, itemTotal };
}
