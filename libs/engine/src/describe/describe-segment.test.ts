import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { leafNames } from '../leaves/kinds.ts';
import { account, definitionOf } from '../testing/catalogs.ts';
import { describeSegment } from './describe-segment.ts';

const START = 'Customers are in this segment while ';
const moscow = { ...account, timeZone: 'Europe/Moscow' };

function said(when: object, document: object = {}): string {
  const text = describeSegment(definitionOf({ ...document, when }), moscow, { names: new Map([['vips', 'The best']]) });
  expect(text.startsWith(START)).toBe(true);
  return text.slice(START.length);
}

describe('boundaries are written out', () => {
  test.each<[object, string]>([
    [
      { orders: { where: { item: { category: 'Chinese tea' } }, last: { moreThanAgo: 'P3M' } } },
      'their last order with an item in the category “Chinese tea” was placed at least three months ago (counted forward from it, in Moscow time); cancelled and returned orders do not count.',
    ],
    [
      { orders: { where: { statusGroup: { in: ['paid', 'completed'] } }, at: 'paid', first: { inLast: 'P30D' } } },
      'their first paid or completed order was paid less than 30 days ago (counted forward from it, in Moscow time).',
    ],
    [
      { customer: { createdAt: { between: ['2024-06-01', '2024-07-01'] } } },
      'their profile was created from 1 June 2024 to 30 June 2024, both days included (in Moscow time).',
    ],
    [
      { customer: { createdAt: { after: '2024-06-15T08:59:59Z' } } },
      'their profile was created after 15 June 2024, 08:59:59 UTC.',
    ],
    [
      { customer: { createdAt: { after: '2024-06-15' } } },
      'their profile was created after the start of 15 June 2024 (in Moscow time).',
    ],
    [{ customer: { birthday: { after: '1990-06-18' } } }, 'their birthday was after 18 June 1990.'],
    [
      { customer: { birthday: { anniversary: { inNext: 'P7D' } } } },
      'their birthday is today or on one of the next seven days (in Moscow time).',
    ],
    [
      { customer: { birthday: { age: { gte: 18, lt: 36 } } } },
      'they are at least 18 and under 36 years old (in Moscow time).',
    ],
    [
      { orders: { window: { betweenAgo: ['P21D', 'P111D'] }, sum: { currency: 'EUR', gte: 49_990 } } },
      'the total of their orders in EUR placed at least 21 days and less than 111 days ago (counted forward from each order, in Moscow time) is at least 499.90 EUR; cancelled and returned orders do not count.',
    ],
    [
      { orders: { window: { from: '2026-01-01T00:00:00Z' }, count: { between: [2, 5] } } },
      'they have from two to five orders placed from 1 January 2026, 00:00 UTC on; cancelled and returned orders do not count.',
    ],
    [{ customer: { createdAt: { moreThanAgo: 'PT2H' } } }, 'their profile was created at least two hours ago.'],
    [
      { orders: { exists: false, window: { inLast: 'P90D' }, since: 'profileCreated' } },
      'they have no order placed less than 90 days ago (counted forward from each order, in Moscow time), and their profile was created at least 90 days ago; cancelled and returned orders do not count.',
    ],
    [
      { orders: { where: { status: 'no-call', total: { gt: 100 } }, count: { lt: 2 } } },
      'they have fewer than two orders in RUB whose status is “no-call” and whose total is more than 1.00 RUB.',
    ],
    [
      { orders: { where: { item: { category: { notIn: ['Tea', 'Coffee'] }, price: { lte: 50 } } }, exists: true } },
      'they have an order in RUB with an item outside the categories “Tea” or “Coffee” whose price is at most 0.50 RUB; cancelled and returned orders do not count.',
    ],
    [
      { inSegmentFor: { id: 'vips', atLeast: 'P1Y' } },
      'they have been in the segment “The best” for at least one year without a break (counted forward from the entry, in Moscow time).',
    ],
    [
      { bucket: { salt: 'test', from: 0, to: 1000 } },
      'they are among the 10% of customers that the lot “test” picks (numbers 0 to 999 of 0 to 9999).',
    ],
  ])('%j', (when, words) => {
    expect(said(when)).toBe(words);
  });
});

describe('what is not known is told of where it counts', () => {
  test.each<[object, string]>([
    [{ customer: { city: { ne: 'Kazan' } } }, 'their city is not “Kazan” (or is not known).'],
    [{ not: { customer: { city: { ne: 'Kazan' } } } }, 'their city is “Kazan”.'],
    [{ not: { customer: { city: { in: ['a', 'b'] } } } }, 'their city is neither “a” nor “b” (or is not known).'],
    [
      { not: { customer: { 'loyalty.balance': { gte: 10, lt: 20 } } } },
      'their balance of loyalty points is less than 10 or at least 20 (or is not known).',
    ],
    [{ not: { customer: { vip: true } } }, 'they are not marked as VIP.'],
    [
      { not: { orders: { last: { inLast: 'PT1H' } } } },
      'their last order was not placed less than one hour ago (or there is none); cancelled and returned orders do not count.',
    ],
    [
      { not: { customer: { createdAt: { before: '2025-01-01T00:00Z', after: '2024-01-01T00:00Z' } } } },
      'their profile was not created before 1 January 2025, 00:00 UTC or was not created after 1 January 2024, 00:00 UTC (or is not known).',
    ],
  ])('%j', (when, words) => {
    expect(said(when)).toBe(words);
  });
});

describe('logic', () => {
  const vip = { customer: { vip: true } };
  const moscowite = { customer: { city: 'Moscow' } };
  const mailed = { consent: { email: 'subscribed' } };

  test('two in one breath, more in a list', () => {
    expect(said({ all: [vip, moscowite] })).toBe('they are marked as VIP, and their city is “Moscow”.');
    expect(said({ any: [vip, moscowite] })).toBe('either they are marked as VIP, or their city is “Moscow”.');
    expect(said({ all: [vip, { any: [moscowite, mailed] }, mailed] })).toBe(
      [
        'all of these hold:',
        '- they are marked as VIP',
        '- either their city is “Moscow”, or they are subscribed to e-mail',
        '- they are subscribed to e-mail',
      ].join('\n'),
    );
  });

  test('a group in its own kind is part of it, and a negation goes down to the clauses', () => {
    expect(said({ all: [{ all: [vip] }, { not: { any: [moscowite, mailed] } }] })).toBe(
      [
        'all of these hold:',
        '- they are marked as VIP',
        '- their city is not “Moscow” (or is not known)',
        '- they are not subscribed to e-mail',
      ].join('\n'),
    );
    expect(said({ not: { atLeast: { k: 2, of: [vip, moscowite, mailed] } } })).toMatch(
      /^fewer than two of these hold:\n/,
    );
    expect(said({ not: { atLeast: { k: 3, of: [vip, moscowite, mailed] } } })).toMatch(
      /^at least one of these holds:\n- they are not /,
    );
    expect(said({ all: [vip, moscowite, { any: [vip, moscowite, { all: [mailed, vip, vip] }] }] })).toContain(
      '\n- at least one of these holds:\n  - they are marked as VIP\n  - their city is “Moscow”\n  - all of these hold:\n    - they are',
    );
  });

  test('what several clauses would say is said once', () => {
    const when = { orders: { count: { gte: 3 }, sum: { gte: 100 }, window: { inLast: 'P60D' } } };
    expect(said(when, { timeZone: 'customer' })).toBe(
      'they have at least three orders placed less than 60 days ago, and the total of their orders in RUB placed less than 60 days ago is at least 1.00 RUB; days and months are counted forward from the order, in the customer’s own time zone; cancelled and returned orders do not count.',
    );
  });

  test('of a zone, the place', () => {
    const when = { customer: { createdAt: 'today' } };
    expect(said(when, { timeZone: 'America/Argentina/Buenos_Aires' })).toMatch(/\(in Buenos Aires time\)/);
    expect(said(when, { timeZone: 'Etc/GMT+3' })).toMatch(/\(in Etc\/GMT\+3\)/);
  });
});

const rawNames =
  /undefined|NaN|\[object|\b(?:eq|ne|gte?|lte?|inLast|moreThanAgo|betweenAgo|inNext|moreThanAhead|notIn|notContains|startsWith|endsWith|hasAny|hasAll|hasNone|notSet|monthOfYear|statusGroup|daysSinceLast|averageGap|profileCreated|atLeast|custom|thisMonth|lastMonth)\b/;
const readme = readFileSync(`${import.meta.dirname}/../../README.md`, 'utf8');
const examples = [...readme.matchAll(/^```json\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);

test.each(examples)('%s and its opposite are told in words', (example) => {
  const when = JSON.parse(example) as object;
  const [plain, opposite] = [said(when), said({ not: when })];
  expect(plain).not.toMatch(rawNames);
  expect(opposite).not.toMatch(rawNames);
  expect(opposite).not.toBe(plain);
});

test('every leaf that is read is in an example', () => {
  const shown = leafNames.filter((name) => examples.some((example) => example.includes(`"${name}":`)));
  expect(leafNames.filter((name) => !shown.includes(name))).toEqual([]);
});
