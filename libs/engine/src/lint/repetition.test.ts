import { describe, expect, test } from '@jest/globals';
import { rulesOf, warned } from '../testing/warnings.ts';

const inLast = (inLast: string) => ({ window: { inLast } });

describe('repetition', () => {
  const five = { orders: { count: { gte: 5 } } };
  const three = { orders: { count: { gte: 3 } } };
  const vip = { customer: { vip: true } };

  test.each<[object, string[]]>([
    [
      { all: [five, { orders: { count: { gt: 4 } } }] },
      ['when.all[1].orders.count: says the same as when.all[0].orders.count'],
    ],
    [
      { all: [five, three] },
      ['when.all[1].orders.count: adds nothing to when.all[0].orders.count, which asks for as much and more'],
    ],
    [
      { all: [three, five] },
      ['when.all[0].orders.count: adds nothing to when.all[1].orders.count, which asks for as much and more'],
    ],
    [
      { any: [three, five] },
      ['when.any[1].orders.count: adds nothing to when.any[0].orders.count, which lets all of these in and more'],
    ],
    [
      { atLeast: { k: 2, of: [vip, vip, five] } },
      ['when.atLeast.of[1].customer.vip: says the same as when.atLeast.of[0].customer.vip'],
    ],
    [
      { all: [vip, { any: [five, five] }] },
      ['when.all[1].any[1].orders.count: says the same as when.all[1].any[0].orders.count'],
    ],
    [
      { all: [vip, { not: { customer: { vip: { ne: true } } } }] },
      ['when.all[1].not.customer.vip: says the same as when.all[0].customer.vip'],
    ],
  ])('%j', (when, messages) => {
    expect(warned({ when }).map((text) => text.replace('repetition s ', ''))).toEqual(messages);
  });

  test.each<[string, object]>([
    [
      'a value that is known is one that contains something',
      { all: [{ customer: { email: { set: true } } }, { customer: { email: { contains: '@' } } }] },
    ],
    ['what follows from another question', { all: [{ orders: {} }, { orders: { last: { inLast: 'P7D' } } }] }],
    ['other orders', { all: [five, { orders: { at: 'paid', count: { gte: 5 } } }] }],
    [
      'a refund counts',
      { all: [{ orders: { sum: { gte: 5 }, ...inLast('P7D') } }, { orders: { sum: { gte: 5 }, ...inLast('P9D') } }] },
    ],
    ['counting twice what differs', { atLeast: { k: 2, of: [five, three] } }],
  ])('not: %s', (_name, when) => {
    expect(rulesOf(when)).toEqual([]);
  });
});
