import { expect, test } from '@jest/globals';
import type { VersionedOrder } from '@weir/engine';
import { itemOf, orderOf } from '@weir/engine/testing';
import fc from 'fast-check';
import { packAll, PackedOrders } from './packed-orders.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 8 });

const versioned: fc.Arbitrary<VersionedOrder> = fc
  .record({
    id: fc.nat(12),
    version: fc.nat(1e6),
    createdAt: fc.integer({ min: -1e12, max: 4e12 }),
    total: fc.integer({ min: -1e9, max: 1e12 }),
    status: text,
    site: fc.option(text, { nil: null }),
    custom: fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(text, fc.double({ noNaN: true }), fc.boolean())),
    items: fc.array(fc.record({ productId: text, categories: fc.array(text, { maxLength: 3 }), amount: fc.nat(1e6) }), {
      maxLength: 3,
    }),
  })
  .map(({ id, version, items, ...order }) => ({
    version,
    order: orderOf({
      ...order,
      custom: { ...order.custom },
      orderId: `o${id}`,
      items: items.map((item) => itemOf(item)),
    }),
  }));

/** Either an order that is told, or the end of a cycle. */
const happenings = fc.array(
  fc.oneof({ weight: 4, arbitrary: versioned }, { weight: 1, arbitrary: fc.constant(null) }),
  {
    maxLength: 80,
  },
);

test('packed orders are a map of orders, whenever they are packed', () => {
  fc.assert(
    fc.property(happenings, (all) => {
      const waiting = new Set<PackedOrders>();
      const packed = new PackedOrders(waiting);
      const map = new Map<string, VersionedOrder>();
      for (const told of all) {
        if (told === null) {
          packAll(waiting);
          expect(waiting.size).toBe(0);
        } else {
          const { orderId } = told.order;
          expect(packed.get(orderId)).toEqual(map.get(orderId));
          packed.set(orderId, told);
          map.set(orderId, told);
        }
        expect(packed.size).toBe(map.size);
      }
      expect([...packed.values()]).toEqual([...map.values()]);
      packed.clear();
      expect([packed.size, [...packed.values()]]).toEqual([0, []]);
    }),
    { numRuns: 300 },
  );
});

test('texts of what was edited away are forgotten, and the others come back', () => {
  const waiting = new Set<PackedOrders>();
  const packed = new PackedOrders(waiting);
  const told = (version: number) => ({ version, order: orderOf({ orderId: 'o', site: `site ${version}` }) });
  packed.set('other', { version: 1, order: orderOf({ orderId: 'other', site: 'Kazan' }) });
  for (let version = 1; version <= 1000; version++) {
    packed.set('o', told(version));
    packAll(waiting);
  }
  expect(packed.get('o')).toEqual(told(1000));
  expect(packed.get('other')?.order.site).toBe('Kazan');
});

test('texts of a customer whose orders have hundreds of them come back', () => {
  const waiting = new Set<PackedOrders>();
  const packed = new PackedOrders(waiting);
  const orders = Array.from({ length: 400 }, (_, n) =>
    orderOf({ orderId: `o${n}`, site: `site ${n % 300}`, status: n % 2 === 0 ? 'new' : 'paid' }),
  );
  for (const [version, order] of orders.entries()) {
    packed.set(order.orderId, { version, order });
    if (version % 7 === 0) packAll(waiting);
  }
  packAll(waiting);
  expect([...packed.values()].map(({ order }) => order)).toEqual(orders);
});
