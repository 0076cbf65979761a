import { expect, test } from '@jest/globals';
import { defaultStatusGroups, type Order, type VersionedOrder } from '@weir/engine';
import fc from 'fast-check';
import { OrderSummary } from './order-summary.ts';

const order = fc.record({
  orderId: fc.nat(6).map(String),
  currency: fc.constantFrom('RUB', 'USD'),
  status: fc.constantFrom('completed', 'cancelled', 'unheard-of'),
  total: fc.integer({ min: -500, max: 5_000 }),
  createdAt: fc.nat(1_000),
}) as fc.Arbitrary<Order>;

test('told order by order, the summary is that of the orders as they now are', () => {
  fc.assert(
    fc.property(fc.array(order, { maxLength: 40 }), (told) => {
      const orders = new Map<string, VersionedOrder>();
      const summary = new OrderSummary(defaultStatusGroups, []);
      for (const [version, next] of told.entries()) {
        const previous = orders.get(next.orderId)?.order;
        orders.set(next.orderId, { version, order: next });
        summary.apply(next, previous, orders);
      }
      expect(summary.toRecord()).toEqual(new OrderSummary(defaultStatusGroups, orders.values()).toRecord());
    }),
  );
});

test('cancelled orders are left out; an average is not rounded', () => {
  const orders = [
    { orderId: '1', currency: 'RUB', status: 'completed', total: 100, createdAt: 5 },
    { orderId: '2', currency: 'RUB', status: 'completed', total: 101, createdAt: 3 },
    { orderId: '3', currency: 'RUB', status: 'cancelled', total: 999, createdAt: 1 },
  ] as Order[];
  const summary = new OrderSummary(
    defaultStatusGroups,
    orders.map((each) => ({ version: 1, order: each })),
  );
  expect(summary.toRecord()).toEqual({ RUB: { count: 2, total: 201, firstAt: 3, lastAt: 5, averageAmount: 100.5 } });
});
