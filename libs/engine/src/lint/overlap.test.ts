import { describe, expect, test } from '@jest/globals';
import { definitionOf } from '../testing/catalogs.ts';
import { moscow, warned } from '../testing/warnings.ts';
import { lintSegments } from './lint-segments.ts';

const inLast = (inLast: string) => ({ window: { inLast } });

describe('segments that overlap', () => {
  const gold = { id: 'gold', when: { orders: { count: { gte: 10 } } } };
  const silver = { id: 'silver', when: { orders: { count: { gte: 3 } } } };

  test('a subset by its threshold, by a longer window, by one condition more, and by an order of narrower choice', () => {
    expect(warned(gold, silver)).toEqual([
      'subset gold when.orders.count: everyone in it is also in silver, and gets what silver gets as well',
    ]);
    const month = { id: 'month', when: { orders: { ...inLast('P30D'), count: { gte: 3 } } } };
    expect(warned(month, silver)).toHaveLength(1);
    const quarter = { id: 'quarter', when: { orders: { ...inLast('P31D'), count: { gte: 2 } } } };
    expect(warned(month, quarter)).toHaveLength(1);
    const vips = { id: 'vips', when: { all: [silver.when, { customer: { vip: true } }] } };
    expect(warned(vips, silver)).toHaveLength(1);
    const tea = {
      id: 'tea',
      when: { orders: { where: { item: { category: 'Tea', brand: 'x' } }, count: { gte: 4 } } },
    };
    const drinks = {
      id: 'drinks',
      when: { orders: { where: { item: { category: { in: ['Tea', 'Coffee'] } } }, count: { gte: 3 } } },
    };
    expect(warned(tea, drinks)).toHaveLength(1);
  });

  test('of a chain, only what comes next', () => {
    const bronze = { id: 'bronze', when: { orders: {} } };
    expect(warned(bronze, gold, silver).map((text) => text.replace(/, and gets.*/, ''))).toEqual([
      'subset gold when.orders.count: everyone in it is also in silver',
      'subset silver when.orders.count: everyone in it is also in bronze',
    ]);
  });

  test('twins, told once, however they are spelt', () => {
    const other = { id: 'other', when: { not: { orders: { count: { lt: 3 } } } } };
    expect(warned(silver, other)).toEqual(['twin silver when.orders.count: has always the same members as other']);
    const rfm = { id: 'rfm', when: { rfm: { frequency: { count: { gte: 3 } } } } };
    expect(warned(silver, rfm)).toEqual(['twin silver when.orders.count: has always the same members as rfm']);
  });

  test.each<[string, object, object]>([
    ['a reference tells it', { all: [{ segment: 'silver' }, gold.when] }, silver.when],
    ['denied by reference', { all: [{ notSegment: 'silver' }, gold.when] }, silver.when],
    ['months against days', { orders: { ...inLast('P1M') } }, { orders: { ...inLast('P30D') } }],
    ['a refund counts', { orders: { sum: { gte: 9 }, ...inLast('P7D') } }, { orders: { sum: { gte: 9 } } }],
    ['cancelled ones', { orders: { where: { status: 'x' } } }, { orders: {} }],
    ['another currency', { orders: { sum: { gte: 9, currency: 'EUR' } } }, { orders: { sum: { gte: 5 } } }],
    ['another timestamp', { orders: { at: 'paid' } }, { orders: {} }],
    [
      'as many items of a kind',
      { orders: { distinct: { of: 'site', gte: 3 } } },
      { orders: { distinct: { of: 'category', gte: 3 } } },
    ],
    [
      'the last three months ago, and none in three months',
      { orders: { last: { moreThanAgo: 'P3M' } } },
      { orders: { exists: false, ...inLast('P3M') } },
    ],
  ])('not: %s', (_name, inner, outer) => {
    expect(
      warned({ id: 'inner', when: inner }, { id: 'silver', when: outer }).filter((text) =>
        /^(?:subset|twin)/.test(text),
      ),
    ).toEqual([]);
  });

  test('days of two zones are not compared', () => {
    const of = (id: string, days: string, timeZone: string) => ({ id, timeZone, when: { orders: inLast(days) } });
    expect(warned(of('a', 'P7D', 'Europe/Moscow'), of('b', 'P9D', 'Europe/Moscow'))).toHaveLength(1);
    expect(warned(of('a', 'P7D', 'Europe/Moscow'), of('b', 'P9D', 'America/New_York'))).toEqual([]);
  });

  test('more than 128 ways to be in a segment are not looked into', () => {
    const any = { any: Array.from({ length: 6 }, (_, n) => ({ customer: { [`custom.f${n}`]: 1 } })) };
    const when = { all: [any, any, any, any] };
    const found = lintSegments([definitionOf({ id: 'a', when }), definitionOf({ id: 'b', when: any })], moscow);
    const overlaps = found.filter(({ rule }) => rule === 'subset' || rule === 'twin');
    expect(overlaps.map(({ segmentId, rule }) => `${segmentId} ${rule}`)).toEqual(['b subset']);
  });
});
