import { describe, expect, test } from '@jest/globals';
import { rulesOf } from '../testing/warnings.ts';

const unanswered = { first: { orders: {} }, thenNot: { activity: { name: 'x' } } };

describe('month ends', () => {
  test.each<[object, string]>([
    [{ orders: { last: { betweenAgo: ['P30D', 'P1M'] } } }, 'when.orders.last'],
    [{ orders: { window: { betweenAgo: ['P1M', 'P31D'] }, count: 1 } }, 'when.orders.count'],
    [{ customer: { createdAt: { betweenAgo: ['P28D', 'P1M'] } } }, 'when.customer.createdAt'],
    [
      { all: [{ orders: { last: { moreThanAgo: 'P30D' } } }, { orders: { last: { inLast: 'P1M' } } }] },
      'when.all[1].orders.last',
    ],
    [{ customer: { createdAt: { moreThanAgo: 'P29D', inLast: 'P1M' } } }, 'when.customer.createdAt'],
    [{ sequence: { ...unanswered, within: 'P30D', window: { inLast: 'P1M' } } }, 'when.sequence'],
  ])('%j', (when, path) => {
    expect(rulesOf(when)).toEqual([`month-end ${path}`]);
  });

  test.each<[object]>([
    [{ orders: { last: { betweenAgo: ['P27D', 'P1M'] } } }],
    [{ orders: { last: { betweenAgo: ['P1M', 'P5W'] } } }],
    [{ orders: { last: { betweenAgo: ['P1M', 'P1M1D'] } } }],
    [{ orders: { last: { betweenAgo: ['P1M', 'P2M'] } } }],
    [{ orders: { last: { moreThanAgo: 'P3M' } } }],
    [{ orders: { window: { inLast: 'P1M' }, count: 2 } }],
    [{ sequence: { ...unanswered, within: 'P27D', window: { inLast: 'P1M' } } }],
    [
      {
        sequence: {
          first: { orders: {} },
          then: { activity: { name: 'x' } },
          within: 'P30D',
          window: { inLast: 'P1M' },
        },
      },
    ],
    [{ any: [{ orders: { last: { moreThanAgo: 'P30D' } } }, { orders: { last: { inLast: 'P1M' } } }] }],
    [{ all: [{ orders: { first: { moreThanAgo: 'P30D' } } }, { orders: { last: { inLast: 'P1M' } } }] }],
  ])('not: %j', (when) => {
    expect(rulesOf(when)).toEqual([]);
  });
});
