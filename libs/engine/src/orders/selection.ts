import type { Instant, Order, OrderItem } from '../facts.ts';
import type { Noun } from '../occasions/occasion-view.ts';
import type { Occasion } from '../tracks/selection.ts';

export type OrderTimestamp = 'created' | 'paid' | 'completed';
export const orderTimestamps = ['created', 'paid', 'completed'] as const satisfies readonly OrderTimestamp[];

/** What most questions need of an order that a selection lets through: what is kept of it for as long as it is in a window. */
export interface Figures extends Occasion {
  /** Minor units. */
  readonly total: number;
  /** Of the items that meet the item condition. */
  readonly itemCount: number;
  /** What those items cost together. */
  readonly itemTotal: number;
}

/** An order that a selection lets through. */
export interface Match extends Figures {
  readonly order: Order;
  /** The items that meet the item condition; all of them when there is none. */
  readonly items: readonly OrderItem[];
}

export function timestampOf(order: Order, at: OrderTimestamp): Instant | null {
  if (at === 'created') return order.createdAt;
  return at === 'paid' ? order.paidAt : order.completedAt;
}

export function matchOf(order: Order, at: Instant, items: readonly OrderItem[]): Match {
  let itemTotal = 0;
  for (const { amount } of items) itemTotal += amount;
  const { orderId: id, total } = order;
  return { id, at, isNegative: total < 0 || itemTotal < 0, total, itemCount: items.length, itemTotal, order, items };
}

/** The match without its order, which is many times as large. */
export function figuresOf({ id, at, isNegative, total, itemCount, itemTotal }: Match): Figures {
  return { id, at, isNegative: isNegative === true, total, itemCount, itemTotal };
}

/** Most edits are of the status, and change nothing that aggregates ask for. */
export function isSameMatch(before: Match, after: Match): boolean {
  return (
    before.at === after.at &&
    before.total === after.total &&
    before.order.site === after.order.site &&
    isSameList(before.items, after.items) &&
    (before.items.length === before.order.items.length || isSameList(before.order.items, after.order.items))
  );
}

function isSameList(before: readonly OrderItem[], after: readonly OrderItem[]): boolean {
  return before.length === after.length && before.every((item, index) => isSameItem(item, after[index] as OrderItem));
}

function isSameItem(before: OrderItem, after: OrderItem): boolean {
  return (
    before.productId === after.productId &&
    before.amount === after.amount &&
    before.quantity === after.quantity &&
    before.sku === after.sku &&
    before.brand === after.brand &&
    before.categories.length === after.categories.length &&
    before.categories.every((category, index) => category === after.categories[index])
  );
}

/** The last thing that is known to have happened to an order: its status may have been another one before. */
export function lastStep({ at, order: { createdAt, paidAt, completedAt, cancelledAt } }: Match): Instant {
  return Math.max(at, createdAt, paidAt ?? at, completedAt ?? at, cancelledAt ?? at);
}

export const orderNoun: Noun = {
  one: 'order',
  many: 'orders',
  name: ({ id }) => `order ${id}`,
  decider: ({ id, at }) => ({ kind: 'order', orderId: id, at }),
};
