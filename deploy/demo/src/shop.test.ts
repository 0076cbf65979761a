import { expect, test, describe } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type inventProfile } from './household.ts';
import { type Basket, customerEvent, orderEvent, writeEventFiles } from './shop.ts';

const data = join(import.meta.dirname, '../data/complete-journey-orders-207.ndjson.gz');

const basket: Basket = {
  orderId: '42',
  customerId: 'hh-749',
  createdAt: '2017-01-01T13:01:19Z',
  site: 'store-346',
  total: 320,
  discount: 15,
  couponUsed: true,
  items: [{ productId: 'p', name: 'N', path: ['GROCERY', 'TEAS'], brand: 'Private', quantity: 2, amount: 320 }],
};

interface EventLine {
  customerId: string;
  occurredAt: string;
  profile: ReturnType<typeof inventProfile>;
}

describe('the shop', () => {
  test('tells a basket as a completed order with its category path', () => {
    expect(orderEvent(basket)).toEqual({
      eventId: 'order-42',
      customerId: 'hh-749',
      occurredAt: basket.createdAt,
      version: 1,
      order: {
        orderId: '42',
        number: '42',
        status: 'completed',
        createdAt: basket.createdAt,
        paidAt: basket.createdAt,
        completedAt: basket.createdAt,
        currency: 'USD',
        total: 320,
        discount: 15,
        site: 'store-346',
        items: [
          { productId: 'p', name: 'N', categories: ['GROCERY', 'TEAS'], brand: 'Private', quantity: 2, amount: 320 },
        ],
        custom: { couponUsed: true },
      },
    });
  });

  test('makes a customer of a household with its first basket, and the same one each time', () => {
    const event = customerEvent(basket);
    expect(event).toMatchObject({ customerId: 'hh-749', occurredAt: basket.createdAt, kind: 'UPSERTED' });
    expect(event.profile).toMatchObject({ createdAt: basket.createdAt, site: 'store-346', country: 'US' });
    expect(customerEvent(basket)).toEqual(event);
  });

  test('writes the whole year: every basket once, every household once, both in order of time', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'weir-demo-shop-'));
    try {
      const files = await writeEventFiles(data, join(directory, 'events'));
      expect(files).toMatchObject({ customerEvents: 207, orderEvents: 11_857 });
      const lines = (file: string): EventLine[] =>
        readFileSync(file, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as EventLine);
      const customers = lines(files.customers);
      const orders = lines(files.orders);
      expect([customers.length, orders.length]).toEqual([207, 11_857]);
      for (const events of [customers, orders])
        expect(events.map((e) => e.occurredAt)).toEqual(events.map((e) => e.occurredAt).toSorted());
      expect(new Set(customers.map((event) => event.customerId)).size).toBe(207);
      expectPlausiblePeople(customers.map((event) => event.profile));
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

/** Skips must be visible, but the exception: some cannot be reached, most can; nobody real can. */
function expectPlausiblePeople(profiles: readonly EventLine['profile'][]): void {
  const phones = profiles.flatMap((profile) => profile.phone ?? []);
  expect(new Set(phones).size).toBe(phones.length);
  for (const phone of phones) expect(phone).toMatch(/^\+1\d{3}55501\d\d$/);
  for (const { email } of profiles) expect(email ?? 'x@example.com').toMatch(/@example\.com$/);
  const share = (test: (profile: EventLine['profile']) => boolean): number =>
    profiles.filter(test).length / profiles.length;
  expect(share((p) => p.email === undefined)).toBeGreaterThan(0.02);
  expect(share((p) => p.email === undefined)).toBeLessThan(0.15);
  expect(share((p) => p.consents.email.status === 'UNSUBSCRIBED')).toBeGreaterThan(0.04);
  expect(share((p) => p.email !== undefined && p.consents.email.status === 'SUBSCRIBED')).toBeGreaterThan(0.65);
  expect(new Set(profiles.map((p) => p.managerId))).toEqual(new Set(['mgr-1', 'mgr-2', 'mgr-3']));
}
