import { expect, test } from '@jest/globals';
import type { Order, VersionedOrder } from '@weir/engine';
import fc from 'fast-check';
import { OrderLog } from './order-log.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const instant = fc.integer({ min: -1e12, max: 4e12 });
const money = fc.integer({ min: -1e9, max: 1e12 });
const scalar = fc.oneof(fc.constant(null), fc.boolean(), fc.double({ noNaN: true }), fc.integer(), text);

const item = fc.record({
  productId: text,
  sku: maybe(text),
  name: maybe(text),
  categories: fc.array(text, { maxLength: 3 }),
  brand: maybe(text),
  quantity: fc.oneof(fc.nat(100), fc.double({ noNaN: true, noDefaultInfinity: true })),
  amount: money,
});

const order: fc.Arbitrary<Order> = fc.record({
  orderId: fc.nat(30).map((n) => `o-${n}`),
  number: maybe(text),
  status: text,
  createdAt: instant,
  paidAt: maybe(instant),
  completedAt: maybe(instant),
  cancelledAt: maybe(instant),
  currency: fc.constantFrom('RUB', 'USD'),
  total: money,
  discount: money,
  site: maybe(text),
  paymentType: maybe(text),
  deliveryType: maybe(text),
  managerId: maybe(text),
  promoCode: maybe(text),
  source: maybe(
    fc.record({
      source: maybe(text),
      medium: maybe(text),
      campaign: maybe(text),
      content: maybe(text),
      keyword: maybe(text),
    }),
  ),
  items: fc.array(item, { maxLength: 3 }),
  custom: fc.dictionary(
    text.filter((name) => name !== '__proto__'),
    scalar,
    { maxKeys: 3, noNullPrototype: true },
  ),
});

function history(
  orders: readonly Order[],
  onWrite: (store: Map<string, Uint8Array>) => void,
): Map<string, VersionedOrder> {
  const store = new Map<string, Uint8Array>();
  const told = new Map<string, VersionedOrder>();
  let log = new OrderLog('c');
  for (const [version, next] of orders.entries()) {
    const versioned = { version, order: next };
    told.set(next.orderId, versioned);
    for (const { key, value } of log.append(versioned, told)) {
      if (value === null) store.delete(key);
      else store.set(key, value);
    }
    onWrite(store);
    if (version % 7 === 3) log = OrderLog.read('c', (key) => store.get(key), new Map());
  }
  return told;
}

test('whatever was told is read back in order, also when the log was read again in between', () => {
  fc.assert(
    fc.property(fc.array(order, { maxLength: 120 }), (orders) => {
      let last = new Map<string, Uint8Array>();
      const told = history(orders, (store) => (last = store));
      const read = new Map<string, VersionedOrder>();
      OrderLog.read('c', (key) => last.get(key), read);
      expect([...read]).toEqual([...told]);
    }),
    { numRuns: 150 },
  );
});

test('edits of few orders do not let the log grow', () => {
  const [template] = fc.sample(order, { numRuns: 1, seed: 1 }) as [Order];
  const edits = Array.from({ length: 1_000 }, (_, n) => ({ ...template, orderId: `o-${n % 20}`, total: n }));
  let largest = 0;
  history(edits, (store) => (largest = Math.max(largest, store.size)));
  expect(largest).toBeLessThanOrEqual(3);
});

test('nothing is left after removal', () => {
  const orders = fc.sample(order, { numRuns: 100, seed: 2 }).map((each, n) => ({ ...each, orderId: `o-${n}` }));
  let last = new Map<string, Uint8Array>();
  history(orders, (store) => (last = store));
  expect(last.size).toBeGreaterThan(3);
  const log = OrderLog.read('c', (key) => last.get(key), new Map());
  for (const { key, value } of log.remove()) {
    expect(value).toBeNull();
    last.delete(key);
  }
  expect(last.size).toBe(0);
});

test('a chunk of a later format is refused in words', () => {
  expect(() => OrderLog.read('c', () => new Uint8Array([9]), new Map())).toThrow(/format 9.*upgrade/);
});
