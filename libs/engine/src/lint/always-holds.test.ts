import { describe, expect, test } from '@jest/globals';
import { rulesOf } from '../testing/warnings.ts';

describe('a condition that everybody meets', () => {
  test.each<[object, string[]]>([
    [{ bucket: { salt: 's', from: 0, to: 10_000 } }, ['always-holds when.bucket']],
    [
      { any: [{ customer: { vip: true } }, { not: { customer: { vip: true } } }] },
      ['always-holds when.any[0].customer.vip'],
    ],
    [
      { any: [{ orders: { count: { gte: 2 } } }, { orders: { count: { lt: 3 } } }] },
      ['always-holds when.any[0].orders.count'],
    ],
    [{ orders: { where: { site: { eq: 'a', ne: 'a' } }, exists: false } }, ['always-holds when.orders.exists']],
    [
      { any: [{ customer: { city: 'a' } }, { customer: { city: { ne: 'b' } } }] },
      ['repetition when.any[0].customer.city'],
    ],
    [
      { any: [{ customer: { createdAt: { inLast: 'P1M' } } }, { customer: { createdAt: { moreThanAgo: 'P1M' } } }] },
      [],
    ],
    [{ any: [{ orders: { last: { before: '2025-01-01' } } }, { orders: { last: { after: '2024-01-01' } } }] }, []],
  ])('%j', (when, rules) => {
    expect(rulesOf(when)).toEqual(rules);
  });
});
