import { describe, expect, test } from '@jest/globals';
import { definitionOf } from '../testing/catalogs.ts';
import { moscow, rulesOf, warned } from '../testing/warnings.ts';
import { lintSegments } from './lint-segments.ts';

const item = { category: 'Tea' };
const inLast = (inLast: string) => ({ window: { inLast } });

const carts = (first: string, thenNot: string) => ({
  first: { activity: { name: first } },
  thenNot: { activity: { name: thenNot } },
});

describe('a condition that nobody can meet', () => {
  test.each<[object, string]>([
    [{ customer: { city: { eq: 'Moscow', ne: 'moscow' } } }, 'when.customer.city'],
    [{ customer: { city: { in: ['a', 'b'], notIn: ['A', 'B', 'c'] } } }, 'when.customer.city'],
    [{ customer: { city: { eq: 'Moscow', startsWith: 'Kaz' } } }, 'when.customer.city'],
    [{ customer: { email: { contains: '@mail.ru', notContains: '@' } } }, 'when.customer.email'],
    [{ customer: { email: { startsWith: 'a', endsWith: 'z', notSet: true } } }, 'when.customer.email'],
    [{ customer: { email: { startsWith: 'anna', matches: 'x', set: false } } }, 'when.customer.email'],
    [{ customer: { vip: { eq: true, ne: true } } }, 'when.customer.vip'],
    [{ customer: { tags: { hasAll: ['a', 'b'], hasNone: ['B'] } } }, 'when.customer.tags'],
    [{ customer: { tags: { hasAll: ['a', 'b'], size: { lt: 2 } } } }, 'when.customer.tags'],
    [{ customer: { tags: { hasAny: ['a'], size: 0 } } }, 'when.customer.tags'],
    [{ customer: { 'custom.x': { gt: 1, contains: 'a' } } }, 'when.customer.custom.x'],
    [{ customer: { 'custom.x': { gt: 1, eq: true } } }, 'when.customer.custom.x'],
    [{ customer: { createdAt: { inLast: 'P7D', moreThanAgo: 'P30D' } } }, 'when.customer.createdAt'],
    [{ customer: { createdAt: { inLast: 'P28D', moreThanAgo: 'P1M' } } }, 'when.customer.createdAt'],
    [{ customer: { createdAt: { before: '2025-01-01', after: '2025-01-01' } } }, 'when.customer.createdAt'],
    [{ customer: { createdAt: { calendar: 'lastMonth', inNext: 'P1D' } } }, 'when.customer.createdAt'],
    [{ customer: { birthday: { age: { gte: 18 }, set: false } } }, 'when.customer.birthday'],
    [{ orders: { where: { site: { eq: 'a', notIn: ['a'] } }, count: { gte: 1 } } }, 'when.orders.count'],
    [{ orders: { where: { status: 'cancelled', statusGroup: 'paid' } } }, 'when.orders'],
    [{ orders: { where: { statusGroup: { eq: 'paid', ne: 'paid' } } } }, 'when.orders'],
    [{ orders: { where: { item: { brand: 'a', quantity: { gt: 2, lt: 3 } } }, count: 1 } }, ''],
    [{ activity: { name: 'x', count: { gte: 2 }, exists: false } }, 'when.activity.count'],
    [{ sequence: { first: { orders: {} }, thenNot: { orders: {} }, within: 'P1D' } }, 'when.sequence'],
    [{ sequence: { ...carts('x', 'X'), within: 'PT2H' } }, 'when.sequence'],
    [{ sequence: { ...carts('x', 'y'), within: 'P1D', window: { inLast: 'P1D' } } }, 'when.sequence'],
    [{ sequence: { ...carts('x', 'y'), within: 'P31D', window: { betweenAgo: ['P1D', 'P1M'] } } }, 'when.sequence'],
    [
      { orders: { where: { item: { brand: { eq: 'a', contains: 'b' } } }, last: { inLast: 'P1D' } } },
      'when.orders.last',
    ],
  ])('%j', (when, path) => {
    expect(rulesOf(when)).toEqual(path === '' ? [] : [`never-holds ${path}`]);
  });

  test.each<[object, string]>([
    [{ all: [{ customer: { vip: true } }, { customer: { vip: false } }] }, 'when.all[0].customer.vip'],
    [{ all: [{ consent: { sms: 'never' } }, { consent: { sms: 'subscribed' } }] }, 'when.all[0].consent.sms'],
    [{ all: [{ orders: { count: { gte: 5 } } }, { orders: { exists: false } }] }, 'when.all[0].orders.count'],
    [
      {
        all: [
          { orders: { count: { gte: 3 }, ...inLast('P30D') } },
          { orders: { count: { lt: 3 }, ...inLast('P90D') } },
        ],
      },
      'when.all[0].orders.count',
    ],
    [{ all: [{ orders: { where: { item } } }, { orders: { exists: false } }] }, 'when.all[0].orders'],
    [
      { all: [{ orders: { last: { inLast: 'P30D' } } }, { orders: { exists: false, ...inLast('P45D') } }] },
      'when.all[0].orders.last',
    ],
    [{ all: [{ orders: { exists: false } }, { orders: { average: { gt: 5 } } }] }, 'when.all[0].orders.exists'],
    [
      { all: [{ bucket: { salt: 's', from: 0, to: 10 } }, { bucket: { salt: 's', from: 10, to: 20 } }] },
      'when.all[0].bucket',
    ],
    [{ all: [{ ids: ['a', 'b'] }, { ids: ['A'] }] }, 'when.all[0].ids'],
    [{ all: [{ customer: { vip: true } }, { none: [{ customer: { vip: true } }] }] }, 'when.all[0].customer.vip'],
  ])('two of %j', (when, path) => {
    const [warning, ...others] = lintSegments([definitionOf({ when })], moscow);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({
      rule: 'never-holds',
      message: `contradicts ${path}: no customer can meet both`,
      advice: expect.stringMatching(/any/),
    });
    expect(warning?.path).not.toBe(path);
  });

  test('because of a segment that it refers to', () => {
    const lapsed = { id: 'lapsed', when: { orders: { exists: false, ...inLast('P45D') } } };
    const when = { all: [{ segment: 'lapsed' }, { orders: { count: { gte: 1 }, ...inLast('P30D') } }] };
    expect(warned(lapsed, { id: 's', when })).toEqual([
      'never-holds s when.all[1].orders.count: contradicts when.all[0].segment: no customer can meet both',
    ]);
  });

  test.each<[string, object]>([
    [
      'two thresholds with room between',
      { all: [{ orders: { count: { gte: 3 } } }, { orders: { count: { lt: 5 } } }] },
    ],
    [
      'none lately, some before',
      { all: [{ orders: { count: { gte: 5 } } }, { orders: { exists: false, ...inLast('P45D') } }] },
    ],
    [
      'fewer in more time, of other orders',
      {
        all: [{ orders: { count: { gte: 3 }, ...inLast('P30D') } }, { orders: { where: { item }, count: { lt: 3 } } }],
      },
    ],
    ['tags that can be had together', { customer: { tags: { hasAny: ['a', 'b'], hasNone: ['a'] } } }],
    ['texts that can begin and end so', { customer: { city: { startsWith: 'ab', endsWith: 'bc', contains: 'x' } } }],
    ['a month may be shorter than 30 days', { customer: { createdAt: { inLast: 'P30D', moreThanAgo: 'PT1H' } } }],
    [
      'a refund makes more time be less money',
      {
        all: [
          { orders: { sum: { gte: 100 }, ...inLast('P30D') } },
          { orders: { sum: { lt: 100 }, ...inLast('P90D') } },
        ],
      },
    ],
    [
      'two timestamps of one order',
      { all: [{ orders: { at: 'paid' } }, { orders: { exists: false, at: 'completed' } }] },
    ],
    [
      'cancelled orders are others',
      { all: [{ orders: { where: { statusGroup: 'cancelled' } } }, { orders: { exists: false } }] },
    ],
    ['text or number', { customer: { 'custom.x': { ne: 1, contains: 'a' } } }],
    ['several elements of a path', { orders: { where: { item: { category: { eq: 'Tea', startsWith: 'Chinese' } } } } }],
  ])('not: %s', (_name, when) => {
    expect(rulesOf(when).filter((rule) => rule.startsWith('never'))).toEqual([]);
  });
});
