import { describe, expect, test } from '@jest/globals';
import { leavesOf } from './condition.ts';
import { parseSegment } from './definition.ts';

const right = { id: 'tea', name: 'Tea', when: { customer: { city: 'Moscow' } } };

function problemsOf(document: unknown): string[] {
  const parsed = parseSegment(document);
  return parsed.ok ? [] : parsed.problems.map(({ path, reason }) => `${path}: ${reason}`);
}

function problemOf(when: unknown): string {
  const problems = problemsOf({ ...right, when });
  expect(problems).toHaveLength(1);
  return problems[0] ?? '';
}

describe('a segment document', () => {
  test('that is right becomes a definition with its defaults', () => {
    expect(parseSegment(right)).toEqual({
      ok: true,
      definition: {
        id: 'tea',
        name: 'Tea',
        timeZone: null,
        kind: 'dynamic',
        asOf: null,
        version: 1,
        when: {
          kind: 'leaf',
          leaf: 'customer',
          spec: { field: 'city', test: { operations: [{ op: 'eq', operand: 'Moscow' }] } },
          path: 'when.customer.city',
        },
      },
    });
  });

  test('is told all that is wrong with it at once, each with its path', () => {
    const problems = problemsOf({
      id: 'Tea!',
      nmae: 'Tea',
      timeZone: 'Europe/Mosco',
      version: 0,
      kind: 'dinamic',
      when: {
        all: [
          { orders: { last: { moreThanAgo: 'P3Q' }, cuont: { gte: 2 } } },
          { customer: { city: { equals: 'Moscow' }, cty: 'Moscow' } },
          { any: [] },
        ],
      },
    });
    expect(problems).toEqual([
      expect.stringMatching(/^nmae: nmae is not known here; did you mean name\?/),
      expect.stringMatching(/^id: Tea! is not an id/),
      expect.stringMatching(/^name: nothing is not a name/),
      expect.stringMatching(
        /^timeZone: Europe\/Mosco is neither customer nor an IANA time zone; did you mean Europe\/Moscow\?/,
      ),
      expect.stringMatching(/^version: 0 is not a version/),
      expect.stringMatching(/^kind: dinamic is not allowed; did you mean dynamic\?/),
      expect.stringMatching(/^when\.all\[0\]\.orders\.cuont: cuont is not known here; did you mean count\?/),
      expect.stringMatching(/^when\.all\[0\]\.orders\.last: P3Q is not an ISO 8601 duration/),
      expect.stringMatching(/^when\.all\[1\]\.customer\.city\.equals: equals is not known here/),
      expect.stringMatching(/^when\.all\[1\]\.customer\.cty: cty is not known here; did you mean city\?/),
      expect.stringMatching(/^when\.all\[2\]\.any: the list of conditions is empty/),
    ]);
  });

  test.each([null, undefined, 'text', 7, [], [right]])('that is %p is refused', (document) => {
    expect(problemsOf(document)).toHaveLength(1);
  });

  test('cannot reach the prototypes of objects', () => {
    const hostile: unknown = JSON.parse(
      '{"customer": {"__proto__": "x", "constructor": "x", "custom.": "x", "toString": {"eq": "x"}}}',
    );
    const problems = problemsOf({ ...right, when: hostile });
    expect(problems).toHaveLength(4);
    for (const problem of problems) expect(problem).toContain('is not known here');
    expect(problemOf({ constructor: {} })).toContain('is not known here');
    expect(problemOf({ customer: { city: { constructor: 'x' } } })).toContain('is not known here');
  });
});

describe('the limits', () => {
  const leaf = { customer: { city: 'Moscow' } };
  const nested = (depth: number): object => (depth === 1 ? leaf : { not: nested(depth - 1) });

  test('are 100 leaves', () => {
    expect(problemsOf({ ...right, when: { any: Array.from({ length: 100 }, () => leaf) } })).toEqual([]);
    expect(problemOf({ any: Array.from({ length: 101 }, () => leaf) })).toBe(
      'when: 101 leaves are too many; the limit is 100',
    );
  });

  test('count each field and each aggregate as a leaf', () => {
    const parsed = parseSegment({
      ...right,
      when: { customer: { city: 'Moscow', vip: true }, orders: { count: 2, sum: 5 } },
    });
    expect(parsed.ok && leavesOf(parsed.definition.when)).toHaveLength(4);
  });

  test('are eight levels, told without following a document that contains itself', () => {
    expect(problemsOf({ ...right, when: nested(8) })).toEqual([]);
    expect(problemOf(nested(9))).toContain('nested deeper than 8');
    const endless: { not?: object } = {};
    endless.not = endless;
    expect(problemOf(endless)).toContain('nested deeper than 8');
  });
});

describe('a test', () => {
  test.each([
    [{ customer: { city: 7 } }, 'when.customer.city: 7 is a number; for text put it in quotes'],
    [{ customer: { city: { in: [] } } }, 'the list of values (in) is empty'],
    [{ customer: { city: '' } }, 'empty text counts as missing; use notSet: true'],
    [{ customer: { city: { matches: '(' } } }, '( is not an RE2 pattern'],
    [{ customer: { city: { matches: '(a)\\1' } } }, 'is not an RE2 pattern'],
    [{ customer: { vip: 'yes' } }, 'yes is neither true or false nor a test'],
    [{ customer: { tags: { hasAll: 'gold' } } }, 'gold is not a list of values'],
    [{ customer: { 'loyalty.balance': { between: [5, 1] } } }, 'from 5 is above to 1'],
    [{ customer: { 'loyalty.purchaseSum': { gte: 499.9 } } }, '499.9 is not money in whole minor units'],
    [{ customer: { createdAt: { before: '2026-02-30' } } }, '2026-02-30 is neither a date like'],
    [{ customer: { createdAt: { after: '2026-02-03T10:00:00' } } }, 'is neither a date like'],
    [{ customer: { createdAt: { betweenAgo: ['P2M', 'P30D'] } } }, 'P2M is never shorter than P30D'],
    [{ customer: { createdAt: { calendar: 'thisMont' } } }, 'did you mean thisMonth?'],
    [{ customer: { birthday: { anniversary: { inNext: 'P1M' } } } }, 'P1M is not a number of whole days'],
    [{ customer: { birthday: { monthOfYear: [5, 13] } } }, '13 is not a month'],
    [{ customer: { city: {} } }, 'the test is empty'],
    [{ customer: { 'source.campain': 'x' } }, 'source.campain is not known here; did you mean source.campaign?'],
    [{ rfm: { recency: { days: 'x' } } }, 'when.rfm.recency.days: x is neither a number nor a test'],
    [{ rfm: { monetary: { sum: 5, currency: 'roubles' } } }, 'when.rfm.monetary.currency: roubles is not an ISO 4217'],
    [{ rfm: { monetary: { sum: 5, currency: 'EUR', where: 'x' } } }, 'when.rfm.monetary.where: x is not an object of'],
    [
      { rfm: { monetary: { sum: 5, currency: 'EUR', where: { currency: 'RUB' } } } },
      'when.rfm.monetary.currency: where names a currency already',
    ],
    [{ customer: {} }, 'name at least one field'],
    [{ customer: { city: { changed: { inLast: 7 } } } }, 'when.customer.city.changed: 7 is not an ISO 8601 duration'],
    [{ consent: { email: 'SUBSCRIBED' } }, 'did you mean subscribed?'],
    [{ consent: { fax: 'subscribed' } }, 'when.consent.fax: fax is not known here'],
    [{ segment: 'No Such' }, 'No Such is not a segment'],
    [{ atLeast: { k: 3, of: [{ segment: 'a' }] } }, 'when.atLeast.k: 3 of 1 conditions can never hold'],
    [{ ids: [17] }, 'when.ids[0]: 17 is not a customer id'],
    [{ bucket: { salt: 'x', from: 5, to: 5 } }, 'the range is empty'],
    [{ activity: {} }, 'the name of the activity is missing'],
    [{ sequence: { then: { orders: {} }, within: 'P1D' } }, 'nothing is not what happens'],
    [{ messages: { outcome: 'open' } }, 'when.messages.outcome: open is not allowed; did you mean opened?'],
    [{ contactable: 'fax' }, 'when.contactable: fax is not allowed; allowed: email, sms'],
    [{ enteredSegment: { id: 'a' } }, 'when.enteredSegment: nothing is not an ISO 8601 duration'],
  ])('%j is refused with the reason', (when, reason) => {
    expect(problemOf(when)).toContain(reason);
  });

  test.each([
    [{ where: { status: ['paid'] } }, 'when.orders.where.status: a list is neither text nor a test'],
    [{ where: { statusGroup: 'payed' } }, 'did you mean paid?'],
    [{ where: { item: {} } }, 'the item condition is empty'],
    [{ where: { item: { categry: 'Tea' } } }, 'did you mean category?'],
    [{ window: { inLast: 'P3Q' } }, 'when.orders.window: P3Q is not an ISO 8601 duration'],
    [{ window: { inLast: 'P3D', calendar: 'today' } }, 'a window is one of'],
    [{ window: { from: '2026-03-01', to: '2026-03-01' } }, 'the range is empty'],
    [{ at: 'cancelled' }, 'cancelled is not allowed'],
    [{ exists: false, since: 'profileCreated' }, 'since needs window'],
    [{ exists: true, window: { inLast: 'P9D' }, since: 'profileCreated' }, 'not with exists: true'],
    [{ nth: { n: 0, inLast: 'P9D' } }, 'when.orders.nth.n: 0 is not a number to count by'],
    [{ distinct: { of: 'colour', gte: 2 } }, 'colour is not allowed'],
    [{ sum: { gte: 100.5 } }, '100.5 is not money in whole minor units'],
  ])('of orders %j is refused with the reason', (orders, reason) => {
    expect(problemOf({ orders })).toContain(reason);
  });

  test.each([
    [{ where: { currency: { in: ['RUB', 'USD'] } }, sum: { gte: 1 } }, 'amounts of several currencies cannot be added'],
    [{ where: { currency: { ne: 'RUB' }, total: { gte: 1 } } }, 'name one currency'],
    [{ where: { currency: { in: ['RUB', 'USD'] }, item: { price: { gte: 1 } } } }, 'name one currency'],
    [{ where: { currency: 'RUB' }, sum: { currency: 'USD', gte: 1 } }, 'USD is not the currency of the orders'],
    [{ sum: { currency: 'roubles', gte: 1 } }, 'roubles is not an ISO 4217 code'],
  ])('that compares two currencies, %j, is refused', (orders, reason) => {
    expect(problemOf({ orders })).toContain(reason);
  });
});

test('a static segment is a list of customers, or is decided once, as of some instant or when it comes into force', () => {
  const ids = parseSegment({ ...right, kind: 'static', when: { ids: ['c1', 'c2'] } });
  expect(ids.ok && [ids.definition.kind, ids.definition.asOf]).toEqual(['static', null]);
  const fixed = parseSegment({ ...right, kind: 'static', asOf: '2026-03-08T00:00:00Z' });
  expect(fixed.ok && fixed.definition.asOf).toEqual({ instant: Date.parse('2026-03-08T00:00:00Z') });
});
