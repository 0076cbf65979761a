import { describe, expect, test } from '@jest/globals';
import { definitionOf } from '../testing/catalogs.ts';
import { moscow, warned } from '../testing/warnings.ts';
import { lintSegments } from './lint-segments.ts';

const item = { category: 'Tea' };
const inLast = (inLast: string) => ({ window: { inLast } });

describe('name and time', () => {
  const tea = { where: { item } };
  test.each<[string, object, string]>([
    ['Bought tea three months ago', { orders: { ...tea, last: { inLast: 'P3M' } } }, 'when.orders.last'],
    ['Lapsed', { all: [{ consent: { email: 'subscribed' } }, { orders: inLast('P90D') }] }, 'when.all[1].orders'],
    ['Купили чай три месяца назад', { orders: { ...tea, last: { inLast: 'P3M' } } }, 'when.orders.last'],
    ['Recent buyers', { orders: { last: { moreThanAgo: 'P30D' } } }, 'when.orders.last'],
    ['Tea in the last month', { orders: { ...tea, last: { moreThanAgo: 'P1M' } } }, 'when.orders.last'],
  ])('%s', (name, when, path) => {
    const [warning, ...others] = lintSegments([definitionOf({ name, when })], moscow);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ rule: 'name-and-time', path, advice: expect.stringContaining('moreThanAgo') });
  });

  test('an id speaks too', () => {
    const when = { orders: { last: { inLast: 'P3M' } } };
    expect(warned({ id: 'tea-3-months-ago', when })).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['Bought tea three months ago', { orders: { ...tea, last: { moreThanAgo: 'P3M' } } }],
    ['Bought tea, the last time three months ago', { orders: { ...tea, last: { betweenAgo: ['P3M', 'P4M'] } } }],
    ['Lapsed: none for 45 days', { orders: { exists: false, ...inLast('P45D') } }],
    ['Lapsed', { not: { orders: inLast('P45D') } }],
    ['Lapsed, few orders', { orders: { count: { lt: 2 }, ...inLast('P1Y') } }],
    ['Lapsed, came back', { all: [{ segment: 'lapsed' }, { orders: inLast('P7D') }] }],
    ['Lapsed', { all: [{ orders: inLast('P1Y') }, { orders: { daysSinceLast: { gte: 45 } } }] }],
    ['Lapsed in Moscow', { customer: { city: 'Moscow' } }],
    [
      'Recent, long a customer',
      { all: [{ orders: inLast('P7D') }, { customer: { createdAt: { moreThanAgo: 'P1Y' } } }] },
    ],
    ['Regulars', { orders: { last: { inLast: 'P30D' } } }],
    ['Chicago', { orders: { last: { inLast: 'P30D' } } }],
    ['Once dormant, recently back', { orders: { last: { inLast: 'P30D' } } }],
  ])('not: %s %j', (name, when) => {
    const lapsed = { id: 'lapsed', when: { customer: { bad: true } } };
    expect(warned(lapsed, { id: 's', name, when }).filter((text) => text.startsWith('name'))).toEqual([]);
  });
});
