import { describe, expect, test } from '@jest/globals';
import { createCustomerState } from '../customer-state.ts';
import { advance, decideCustomerEvent } from '../decide.ts';
import { parseSegment } from '../definition.ts';
import { describeSegment } from '../describe/describe-segment.ts';
import { explainSegment } from '../explain/explain-segment.ts';
import { explanationInWords } from '../explain/explanation-words.ts';
import type { Loyalty, Profile } from '../facts.ts';
import type { Transition } from '../transition.ts';
import { account, catalogOf, definitionOf, membersOf } from '../testing/catalogs.ts';
import { customerEvent } from '../testing/facts.ts';
import { rulesOf, warned } from '../testing/warnings.ts';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString();

/** What the segment announces for profiles that are told each at its instant, up to the last instant. */
function told(when: object, profiles: Readonly<Record<string, Partial<Profile>>>, through: string): string[] {
  const catalog = catalogOf([{ when }]);
  const state = createCustomerState('c1');
  const transitions: Transition[] = [];
  for (const [index, [instant, profile]] of Object.entries(profiles).entries()) {
    const event = customerEvent({ version: index + 1, profile, occurredAt: at(instant) });
    transitions.push(...decideCustomerEvent(catalog, state, event, at(instant)));
  }
  transitions.push(...advance(catalog, state, at(through)));
  return transitions.map(({ type, effectiveAt }) => `${type === 'SegmentEntered' ? '+' : '-'} ${iso(effectiveAt)}`);
}

const moves = {
  '2026-01-01T00:00:00Z': { city: 'Berlin' },
  '2026-01-31T09:00:00Z': { city: 'Kazan' },
  '2026-02-03T09:00:00Z': { city: 'KAZAN' },
};

describe('changed', () => {
  test('holds from the change on and for as long as asked, counted forward from it', () => {
    expect(told({ customer: { city: { changed: { inLast: 'P1M' } } } }, moves, '2027-01-01T00:00:00Z')).toEqual([
      '+ 2026-01-31T09:00:00.000Z',
      '- 2026-02-28T09:00:00.000Z',
    ]);
    expect(told({ customer: { city: { changed: { moreThanAgo: 'P7D' } } } }, moves, '2027-01-01T00:00:00Z')).toEqual([
      '+ 2026-02-07T09:00:00.000Z',
    ]);
  });

  test('is the change from one value and to another that are asked for', () => {
    const asked = (changed: object): number =>
      told({ customer: { city: { changed } } }, moves, '2026-02-01T00:00:00Z').length;
    expect(asked({})).toBe(1);
    expect(asked({ from: 'BERLIN', to: { in: ['kazan', 'Paris'] } })).toBe(1);
    expect(asked({ from: 'Kazan' })).toBe(0);
    expect(asked({ to: { ne: 'Kazan' } })).toBe(0);
  });

  test('looks at each of several changes by itself', () => {
    const changing = {
      '2026-01-01T00:00:00Z': { city: 'Berlin' },
      '2026-01-02T00:00:00Z': { city: 'Kazan' },
      '2026-01-10T00:00:00Z': { city: 'Berlin' },
    };
    const asked = (changed: object): string[] =>
      told({ customer: { city: { changed } } }, changing, '2026-02-01T00:00:00Z');
    expect(asked({ inLast: 'P5D', moreThanAgo: 'P1D' })).toEqual([
      '+ 2026-01-03T00:00:00.000Z',
      '- 2026-01-07T00:00:00.000Z',
      '+ 2026-01-11T00:00:00.000Z',
      '- 2026-01-15T00:00:00.000Z',
    ]);
    expect(asked({ inLast: 'P30D' })).toEqual(['+ 2026-01-02T00:00:00.000Z']);
    expect(asked({ inLast: 'P30D', to: 'Kazan' })).toEqual([
      '+ 2026-01-02T00:00:00.000Z',
      '- 2026-02-01T00:00:00.000Z',
    ]);
  });

  test('takes place when it happened, or when it was heard of if that is said to be later', () => {
    const catalog = catalogOf([{ when: { customer: { city: { changed: { inLast: 'P1D' } } } } }]);
    const state = createCustomerState('c1');
    const tell = (version: number, city: string, occurredAt: string, now: string): Transition[] =>
      decideCustomerEvent(
        catalog,
        state,
        customerEvent({ version, profile: { city }, occurredAt: at(occurredAt) }),
        at(now),
      );
    tell(1, 'Berlin', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z');
    tell(2, 'Kazan', '2026-01-02T00:00:00Z', '2026-01-02T12:00:00Z');
    expect(iso(state.dueAt)).toBe('2026-01-03T00:00:00.000Z');
    tell(3, 'Paris', '2026-01-09T00:00:00Z', '2026-01-05T00:00:00Z');
    expect(iso(state.dueAt)).toBe('2026-01-06T00:00:00.000Z');
  });

  test('goes beside tests of the present value, and is asked of flags, numbers, dates and custom fields', () => {
    const first: Partial<Profile> & { readonly loyalty: Loyalty } = {
      ...{ vip: false, birthday: 0, custom: { size: 'M', children: 1 } },
      loyalty: {
        ...{ programId: 'p', status: 'ACTIVE', levelSince: 0, joinedAt: 0 },
        level: 'silver',
        balance: 5,
        purchaseSum: 0,
      },
    };
    const second: Partial<Profile> = {
      ...{ vip: true, birthday: 31, custom: { size: 'L', children: 2 } },
      loyalty: { ...first.loyalty, level: 'gold', levelSince: at('2026-01-02T00:00:00Z'), balance: 50 },
    };
    const asked = (customer: object): number =>
      told({ customer }, { '2026-01-01T00:00:00Z': first, '2026-01-02T00:00:00Z': second }, '2026-01-03T00:00:00Z')
        .length;
    expect(asked({ vip: { eq: true, changed: { to: true } } })).toBe(1);
    expect(asked({ 'loyalty.level': { eq: 'gold', changed: { from: 'silver', calendar: 'thisMonth' } } })).toBe(1);
    expect(asked({ 'loyalty.level': { eq: 'silver', changed: { from: 'silver' } } })).toBe(0);
    expect(asked({ 'loyalty.balance': { changed: { to: { gte: 50 } } } })).toBe(1);
    expect(asked({ 'custom.children': { changed: { from: 1, to: 2 } } })).toBe(1);
    expect(asked({ 'custom.size': { changed: { from: 'm', to: 'l' } } })).toBe(1);
    expect(asked({ birthday: { changed: { from: '1970-01-01', to: { before: '1970-03-01' } } } })).toBe(1);
    expect(asked({ birthday: { changed: { from: '1970-01-02' } } })).toBe(0);
    expect(asked({ 'loyalty.levelSince': { changed: { to: '2026-01-02' } } })).toBe(1);
    expect(asked({ 'loyalty.joinedAt': { changed: {} } })).toBe(0);
    const gold = { loyalty: { level: { changed: { to: 'gold' } } } };
    expect(
      told(gold, { '2026-01-01T00:00:00Z': first, '2026-01-02T00:00:00Z': second }, '2026-01-03T00:00:00Z'),
    ).toHaveLength(1);
  });

  test('goes by the days of the customer’s own zone where the segment says so', () => {
    const catalog = catalogOf([
      { timeZone: 'customer', when: { customer: { city: { changed: { calendar: 'today' } } } } },
    ]);
    const state = createCustomerState('c1');
    const tell = (version: number, profile: Partial<Profile>, now: string): void => {
      decideCustomerEvent(catalog, state, customerEvent({ version, profile, occurredAt: at(now) }), at(now));
    };
    tell(1, { city: 'Tokyo', timeZone: 'Asia/Tokyo' }, '2026-01-01T00:00:00Z');
    tell(2, { city: 'Osaka', timeZone: 'Asia/Tokyo' }, '2026-01-02T00:00:00Z');
    expect(iso(state.dueAt)).toBe('2026-01-02T15:00:00.000Z');
    tell(3, { city: 'Osaka', timeZone: 'America/New_York' }, '2026-01-02T01:00:00Z');
    expect(iso(state.dueAt)).toBe('2026-01-02T05:00:00.000Z');
    expect(membersOf(state)).toEqual(['s']);
  });
});

test.each([
  [{ city: { changed: { inLst: 'P7D' } } }, ['when.customer.city.changed.inLst', 'did you mean inLast?']],
  [{ city: { chnged: {} } }, ['when.customer.city.chnged', 'did you mean changed?']],
  [{ city: { changed: 'P7D' } }, ['when.customer.city.changed', 'is not what to ask of a change']],
  [{ city: { changed: { from: 7 } } }, ['when.customer.city.changed.from', 'in quotes']],
  [{ city: { changed: { from: { set: true } } } }, ['when.customer.city.changed.from', 'one known value to another']],
  [
    { city: { changed: { anniversary: { inNext: 'P7D' } } } },
    ['when.customer.city.changed.anniversary', 'not known here'],
  ],
  [{ tags: { changed: {} } }, ['when.customer.tags.changed', 'what tags was before is not kept']],
  [{ createdAt: { changed: { inLast: 'P7D' } } }, ['when.customer.createdAt.changed', 'is not kept']],
  [
    { 'loyalty.levelSince': { changed: { to: { inLast: 'P7D' } } } },
    ['changed.to.inLast', 'allowed: before, after, between, on'],
  ],
])('refuses %j', (customer, [path, reason]) => {
  const parsed = parseSegment({ id: 's', name: 'S', when: { customer } });
  const problems = parsed.ok ? [] : parsed.problems.map((problem) => `${problem.path}: ${problem.reason}`);
  expect(problems).toEqual([expect.stringContaining(String(reason))]);
  expect(problems[0]).toContain(`${path}: `);
});

test('tells all problems of one field', () => {
  const customer = { city: { eq: 7, changed: { from: 8, inLast: 9 } } };
  const parsed = parseSegment({ id: 's', name: 'S', when: { customer } });
  expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual([
    'when.customer.city.changed.from',
    'when.customer.city.changed',
    'when.customer.city',
  ]);
});

test('is described with both of its ends', () => {
  const say = (customer: object): string => describeSegment(definitionOf({ when: { customer } }), account);
  expect(say({ city: { changed: { from: 'Berlin', to: { in: ['Kazan', 'Paris'] }, inLast: 'P7D' } } })).toBe(
    'Customers are in this segment while their city changed from “Berlin” to a value that is “Kazan” or “Paris” less than seven days ago (counted forward from the change, in UTC).',
  );
  expect(say({ 'loyalty.purchaseSum': { changed: { to: { gte: 50000 } } } })).toContain(
    'the total of their purchases in the loyalty programme has at some time changed to a value that is at least 500.00 RUB',
  );
  expect(
    say({ vip: { changed: { to: true, calendar: 'thisMonth' } }, 'custom.n': { changed: { from: { ne: 1 } } } }),
  ).toContain('their mark as VIP changed to yes in the current calendar month');
  expect(say({ 'custom.n': { changed: { from: { ne: 1 } } } })).toContain(
    'their field “n” has at some time changed from a value that is not 1',
  );
  expect(say({ birthday: { changed: { to: { before: '2000-01-01' } } } })).toContain('to a date before 1 January 2000');
  const denied = definitionOf({ when: { not: { customer: { city: { changed: { inLast: 'PT2H' } } } } } });
  expect(describeSegment(denied, account)).toContain('their city did not change less than two hours ago');
});

describe('explained', () => {
  const catalog = catalogOf([{ when: { customer: { city: { changed: { inLast: 'P7D', from: 'Kazan' } } } } }]);
  const state = createCustomerState('c1');
  for (const [index, [instant, profile]] of Object.entries(moves).entries())
    decideCustomerEvent(
      catalog,
      state,
      customerEvent({ version: index + 1, profile, occurredAt: at(instant) }),
      at(instant),
    );

  test('says what changed last, and that such a change would do', () => {
    const explanation = explainSegment(catalog, state, 's', at('2026-02-04T00:00:00Z'));
    const words = explanationInWords(explanation);
    expect(words).toContain('from “Berlin” to “Kazan” on 2026-01-31 09:00');
    expect(words).toContain('it takes such a change');
    expect(JSON.stringify(explanation.tree)).toContain(
      '"actual":"no such change","threshold":"from eq Kazan; inLast P7D"',
    );
  });

  test('says since when and until when', () => {
    const event = customerEvent({ version: 4, profile: { city: 'Paris' }, occurredAt: at('2026-02-05T00:00:00Z') });
    decideCustomerEvent(catalog, state, event, at('2026-02-06T00:00:00Z'));
    const { tree } = explainSegment(catalog, state, 's', at('2026-02-07T00:00:00Z'));
    expect(tree).toMatchObject({
      value: true,
      found: 'from “KAZAN” to “Paris” on 2026-02-05 00:00',
      until: at('2026-02-12T00:00:00Z'),
      decidedBy: [{ kind: 'change', field: 'city', at: at('2026-02-05T00:00:00Z'), from: 'KAZAN', to: 'Paris' }],
    });
  });
});

describe('lint', () => {
  const city = (changed: object): object => ({ customer: { city: { changed } } });

  test('sees what contradicts and what adds nothing', () => {
    expect(rulesOf({ all: [city({ inLast: 'P7D' }), { not: city({ inLast: 'P30D' }) }] })).toEqual([
      'never-holds when.all[1].not.customer.city.changed',
    ]);
    expect(rulesOf({ all: [city({ to: 'Kazan', inLast: 'P7D' }), city({ to: 'Kazan' })] })).toEqual([
      'repetition when.all[1].customer.city.changed',
    ]);
    expect(rulesOf({ all: [city({ inLast: 'P7D' }), city({ moreThanAgo: 'P30D' })] })).toEqual([]);
    expect(rulesOf({ all: [city({ inLast: 'P7D' }), { not: city({ to: 'Kazan' }) }] })).toEqual([]);
  });

  test('sees a name that says the opposite', () => {
    expect(warned({ name: 'Moved long ago', when: city({ inLast: 'P7D' }) })).toEqual([
      expect.stringContaining('name-and-time s when.customer.city.changed'),
    ]);
  });
});
