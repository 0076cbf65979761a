import { describe, expect, test } from '@jest/globals';
import { type Order } from '@weir/engine';
import { itemOf } from '@weir/engine/testing';
import { type Json, type JsonObject } from './document.ts';
import { at, both, membersAt } from './golden.ts';

const now = '2024-06-01T12:00:00Z';

function expectOrders(orders: readonly Partial<Order>[], condition: JsonObject, member: boolean): void {
  expect(membersAt({ when: { orders: condition }, orders, profile: {} }, now)).toEqual(both(member));
}

describe('without matching orders', () => {
  test.each<[JsonObject, boolean]>([
    [{ count: 0 }, true],
    [{ sum: 0 }, true],
    [{ sum: { of: 'items', eq: 0 } }, true],
    [{ average: { lte: 0 } }, false],
    [{ average: { ne: 0 } }, true],
    [{ min: { lte: 0 } }, false],
    [{ max: { notSet: true } }, true],
    [{ first: { moreThanAgo: 'PT1H' } }, false],
    [{ last: { notSet: true } }, true],
    [{ exists: false }, true],
    [{ distinct: { of: 'product', eq: 0 } }, true],
    [{ share: { of: { category: 'Tea' }, lte: 1 } }, false],
    [{ daysSinceLast: { gte: 0 } }, false],
    [{ averageGap: { gte: 0 } }, false],
  ])('%j: %s', (condition, member) => {
    expectOrders([], condition, member);
  });
});

describe('which orders count', () => {
  const groups = ['new', 'paid', 'complete', 'cancel', 'returned'].map((status) => ({ status }));

  test('every group but cancelled and returned', () => {
    expectOrders(groups, { count: 3 }, true);
  });

  test('an explicit status or statusGroup lifts the exclusion', () => {
    expectOrders(groups, { where: { statusGroup: { in: ['paid', 'cancelled'] } }, count: 2 }, true);
    expectOrders(groups, { where: { status: 'returned' }, count: 1 }, true);
    expectOrders(groups, { where: { statusGroup: { ne: 'new' } }, count: 4 }, true);
  });

  test('at: paid without paidAt leaves the order out', () => {
    const orders = [
      { createdAt: at('2024-01-01T00:00:00Z') },
      { createdAt: at('2024-01-02T00:00:00Z'), paidAt: at('2024-05-31T00:00:00Z') },
    ];
    expectOrders(orders, { at: 'paid', count: 1 }, true);
    expectOrders(orders, { at: 'paid', window: { inLast: 'P3D' }, count: 1 }, true);
    expectOrders(orders, { window: { inLast: 'P3D' }, count: 0 }, true);
  });

  test('one item must meet all of item', () => {
    const items = [itemOf({ categories: ['Tea'], brand: 'Acme' }), itemOf({ categories: ['Coffee'], brand: 'Other' })];
    expectOrders([{ items }], { where: { item: { category: 'tea', brand: 'acme' } }, exists: true }, true);
    expectOrders([{ items }], { where: { item: { category: 'tea', brand: 'other' } }, exists: true }, false);
  });

  test('category matches any element of the path, so a parent includes its descendants', () => {
    const items = [itemOf({ categories: ['Tea', 'Chinese tea', 'Pu-erh'] })];
    for (const category of ['Tea', 'Chinese tea', 'Pu-erh'])
      expectOrders([{ items }], { where: { item: { category } }, exists: true }, true);
    expectOrders([{ items }], { where: { item: { category: { ne: 'Chinese tea' } } }, exists: true }, false);
    expectOrders([{ items }], { where: { item: { category: { notIn: ['Coffee', 'tea'] } } }, exists: true }, false);
    expectOrders([{ items }], { where: { item: { category: { ne: 'Coffee' } } }, exists: true }, true);
  });
});

describe('money', () => {
  const orders = [{ total: 100 }, { total: 101 }, { total: 900, currency: 'USD' }];

  test('is summed in the account currency unless one is named', () => {
    expectOrders(orders, { sum: 201 }, true);
    expectOrders(orders, { where: { currency: 'USD' }, sum: 900 }, true);
    expectOrders(orders, { where: { currency: 'USD' }, max: 900 }, true);
    expectOrders(orders, { where: { currency: 'EUR' }, sum: 0 }, true);
    expectOrders(orders, { count: 3 }, true);
  });

  test('average is exact', () => {
    expectOrders(orders, { average: 100.5 }, true);
    expectOrders(orders, { average: { gt: 100 } }, true);
    expectOrders(orders, { average: { gte: 101 } }, false);
    expectOrders([{ total: 1 }, { total: 1 }, { total: 2 }], { average: { gt: 1.3333333333333333 } }, true);
  });

  test('of: items takes the matching items amounts', () => {
    const items = [
      itemOf({ categories: ['Tea'], amount: 300 }),
      itemOf({ categories: ['Coffee'], amount: 50 }),
      itemOf({ categories: ['Tea'], amount: 7 }),
    ];
    expectOrders([{ total: 1000, items }], { sum: { of: 'items', eq: 357 } }, true);
    expectOrders(
      [{ total: 1000, items }],
      { where: { item: { category: 'Tea' } }, sum: { of: 'items', eq: 307 } },
      true,
    );
    expectOrders([{ total: 1000, items }], { where: { item: { category: 'Tea' } }, sum: 1000 }, true);
    expectOrders([{ total: 1000, items }], { where: { item: { category: 'Tea' } }, min: { of: 'items', eq: 7 } }, true);
  });

  test('share is of the orders totals and missing when that is 0', () => {
    const items = [itemOf({ categories: ['Tea'], amount: 55 }), itemOf({ categories: ['Coffee'], amount: 45 })];
    expectOrders([{ total: 100, items }], { share: { of: { category: 'Tea' }, eq: 0.55 } }, true);
    expectOrders([{ total: 100, items }, { total: -100 }], { share: { of: { category: 'Tea' }, gte: -1 } }, false);
  });
});

describe('the shape of a history', () => {
  const days = (...numbers: number[]): Partial<Order>[] =>
    numbers.map((day) => ({ createdAt: at('2024-05-01T00:00:00Z') + day * 86_400_000 }));

  test.each<[readonly Partial<Order>[], JsonObject]>([
    [days(0, 4, 5), { averageGap: 2.5 }],
    [days(3), { averageGap: { notSet: true } }],
    [days(1, 0), { daysSinceLast: 30 }],
    [days(2, 9, 4), { nth: { n: 2, on: '2024-05-05' } }],
  ])('%j: %j', (orders, condition) => {
    expectOrders(orders, condition, true);
  });

  test('daysSinceLast counts local days forward: 23 hours can be a day', () => {
    const scene = {
      when: { orders: { daysSinceLast: 1 } },
      zone: 'America/New_York',
      orders: [{ createdAt: at('2023-03-11T17:00:00Z') }],
    };
    expect(membersAt(scene, '2023-03-12T15:59:59.999Z')).toEqual(both(false));
    expect(membersAt(scene, '2023-03-12T16:00:00.000Z')).toEqual(both(true));
  });

  test('distinct counts leaves for categories, and the matching items products', () => {
    const items = [
      itemOf({ productId: 'a', categories: ['Tea', 'Chinese tea'] }),
      itemOf({ productId: 'b', categories: ['Tea'] }),
      itemOf({ productId: 'c', categories: ['Coffee'] }),
    ];
    const cases: [JsonObject, Json][] = [
      [{}, { of: 'category', eq: 3 }],
      [{}, { of: 'product', eq: 3 }],
      [{ where: { item: { category: 'Tea' } } }, { of: 'product', eq: 2 }],
    ];
    for (const [condition, distinct] of cases) expectOrders([{ items }, { items }], { ...condition, distinct }, true);
  });
});

test('rfm asks for recency, frequency and money at once', () => {
  const orders = [
    { createdAt: at('2024-05-30T12:00:00Z'), total: 700 },
    { createdAt: at('2024-05-20T12:00:00Z'), total: 400 },
    { createdAt: at('2024-05-20T12:00:00Z'), total: 9000, currency: 'USD' },
  ];
  const frequency = { window: { inLast: 'P30D' }, count: 3 };
  const monetary = { currency: 'RUB', window: { inLast: 'P30D' }, sum: { between: [1000, 1100] } };
  expect(membersAt({ when: { rfm: { recency: { days: 2 }, frequency, monetary } }, orders }, now)).toEqual(both(true));
  expect(membersAt({ when: { rfm: { recency: { days: 3 }, frequency, monetary } }, orders }, now)).toEqual(both(false));
});
