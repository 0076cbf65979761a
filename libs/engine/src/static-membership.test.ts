import { describe, expect, test } from '@jest/globals';
import { createCustomerState, type CustomerState } from './customer-state.ts';
import { adopt, advance, decideCustomerEvent, decideOrderEvent } from './decide.ts';
import { parseSegment } from './definition.ts';
import { describeSegment } from './describe/describe-segment.ts';
import { explainSegment } from './explain/explain-segment.ts';
import { explanationInWords } from './explain/explanation-words.ts';
import type { Transition } from './transition.ts';
import { account, catalogOf, definitionOf, membersOf } from './testing/catalogs.ts';
import { customerEvent, erasureEvent, orderEvent } from './testing/facts.ts';
import { warned } from './testing/warnings.ts';

const day = 86_400_000;
const on = (n: number): string => new Date(n * day).toISOString();
const vips = { customer: { vip: true } };
const bought = { orders: { window: { inLast: 'P10D' } } };
const fixed = (when: object, more: object = {}): object => ({ id: 'fixed', kind: 'static', when, ...more });

/** Nobody is asked for anything. */
const before = catalogOf([{ id: 'other', when: { customer: { bad: true } } }], 1, new Map([['other', 1]]));

function tellVip(
  catalog: typeof before,
  state: CustomerState,
  version: number,
  vip: boolean,
  now: number,
): Transition[] {
  return decideCustomerEvent(catalog, state, customerEvent({ version, profile: { vip }, occurredAt: now }), now);
}

function buy(catalog: typeof before, state: CustomerState, orderId: string, now: number): Transition[] {
  return decideOrderEvent(catalog, state, orderEvent({ version: 1, order: { orderId, createdAt: now } }), now);
}

const told = (transitions: readonly Transition[]): string[] =>
  transitions.map(
    ({ type, effectiveAt, cause, silent }) =>
      `${type === 'SegmentEntered' ? '+' : '-'}${effectiveAt / day} ${cause}${silent ? ' silent' : ''}`,
  );

function vipOf(now: number): CustomerState {
  const state = createCustomerState('c1');
  tellVip(before, state, 1, true, now);
  return state;
}

describe('without an instant', () => {
  const catalog = catalogOf([fixed(vips)], 2, new Map([['fixed', 2]]));

  test('is decided when it is adopted, silently, and nothing changes it afterwards', () => {
    const state = vipOf(0);
    expect(told(adopt(catalog, state, 5 * day))).toEqual(['+5 DEFINITION silent']);
    expect(tellVip(catalog, state, 2, false, 6 * day)).toEqual([]);
    expect(state.dueAt).toBe(Number.POSITIVE_INFINITY);
    expect(membersOf(state)).toEqual(['fixed']);
  });

  test('whoever did not meet it then never will, nor will who is first heard of later', () => {
    const state = createCustomerState('c1');
    tellVip(before, state, 1, false, 0);
    expect(adopt(catalog, state, 5 * day)).toEqual([]);
    expect(tellVip(catalog, state, 2, true, 6 * day)).toEqual([]);
    expect(tellVip(catalog, createCustomerState('c2'), 1, true, 6 * day)).toEqual([]);
  });

  test('holds for a state that was written out and read back', () => {
    const state = vipOf(0);
    adopt(catalog, state, 5 * day);
    const copy = { ...state, memberships: new Map(state.memberships) };
    expect(tellVip(catalog, copy, 2, false, 6 * day)).toEqual([]);
  });

  test('goes on as it is in a catalog that changes other segments, and is decided anew when it changes itself', () => {
    const state = vipOf(0);
    adopt(catalog, state, 5 * day);
    tellVip(catalog, state, 2, false, 6 * day);
    const more = catalogOf(
      [fixed(vips), { id: 'new', when: { customer: { bad: false } } }],
      3,
      new Map([
        ['fixed', 2],
        ['new', 3],
      ]),
    );
    expect(told(adopt(more, state, 7 * day))).toEqual(['+7 DEFINITION silent']);
    expect(membersOf(state).sort()).toEqual(['fixed', 'new']);
    const again = catalogOf([fixed(vips, { version: 2 })], 4, new Map([['fixed', 4]]));
    expect(told(adopt(again, state, 8 * day))).toEqual(['-8 DEFINITION silent', '-8 DEFINITION silent']);
  });

  test('does not follow a segment that it refers to, when that is changed', () => {
    const referring = fixed({ segment: 'a' });
    const first = catalogOf(
      [{ id: 'a', when: vips }, referring],
      2,
      new Map([
        ['a', 2],
        ['fixed', 2],
      ]),
    );
    const state = vipOf(0);
    adopt(first, state, 1 * day);
    const second = catalogOf(
      [{ id: 'a', when: { customer: { bad: true } } }, referring],
      3,
      new Map([
        ['a', 3],
        ['fixed', 2],
      ]),
    );
    adopt(second, state, 2 * day);
    expect(membersOf(state)).toEqual(['fixed']);
  });

  test('is left by an erasure, and whoever comes back is as one never seen', () => {
    const state = vipOf(0);
    adopt(catalog, state, 5 * day);
    expect(told(decideCustomerEvent(catalog, state, { ...erasureEvent(2), occurredAt: 6 * day }, 6 * day))).toEqual([
      '-6 ERASE',
    ]);
    expect(tellVip(catalog, state, 3, true, 7 * day)).toEqual([]);
  });
});

describe('as of an instant', () => {
  const catalog = catalogOf([fixed(bought, { asOf: on(20) })], 2, new Map([['fixed', 2]]));

  test('that lies ahead is decided then, by time and aloud', () => {
    const state = vipOf(0);
    expect(adopt(catalog, state, 5 * day)).toEqual([]);
    expect(state.dueAt).toBe(20 * day);
    expect(buy(catalog, state, 'o1', 12 * day)).toEqual([]);
    expect(told(advance(catalog, state, 60 * day))).toEqual(['+20 TIME']);
    expect(membersOf(state)).toEqual(['fixed']);
  });

  test('is for whoever has been heard of by then', () => {
    const state = createCustomerState('c1');
    expect(buy(catalog, state, 'o1', 19 * day)).toEqual([]);
    expect(told(advance(catalog, state, 60 * day))).toEqual(['+20 TIME']);
    expect(buy(catalog, createCustomerState('c2'), 'o1', 20 * day + 1)).toEqual([]);
  });

  test('counts all that happens at that very instant', () => {
    const state = vipOf(0);
    adopt(catalog, state, 5 * day);
    expect(told(tellVip(catalog, state, 2, false, 20 * day))).toEqual([]);
    expect(told(buy(catalog, state, 'o1', 20 * day))).toEqual(['+20 EVENT']);
    expect(advance(catalog, state, 60 * day)).toEqual([]);
  });

  test('that has passed is decided by what is known now, with the clock at that instant', () => {
    const [early, late] = [vipOf(0), vipOf(0)];
    buy(before, early, 'o1', 12 * day);
    buy(before, late, 'o1', 5 * day);
    expect(told(adopt(catalog, early, 50 * day))).toEqual(['+50 DEFINITION silent']);
    expect(adopt(catalog, late, 50 * day)).toEqual([]);
  });

  test('leaves what other segments find of now as it is', () => {
    const both = catalogOf(
      [fixed(bought, { asOf: on(20) }), { id: 'now', when: bought }],
      2,
      new Map([
        ['fixed', 2],
        ['now', 2],
      ]),
    );
    const state = vipOf(0);
    buy(before, state, 'o1', 12 * day);
    adopt(both, state, 50 * day);
    expect(membersOf(state)).toEqual(['fixed']);
  });

  test('is a date in the segment’s zone', () => {
    const zoned = catalogOf(
      [fixed(vips, { asOf: '1970-01-11', timeZone: 'Europe/Moscow' })],
      2,
      new Map([['fixed', 2]]),
    );
    const state = vipOf(0);
    adopt(zoned, state, 1 * day);
    expect(state.dueAt).toBe(10 * day - 3 * 3_600_000);
  });

  test('a definition that takes the place of one decided already takes its members out until then', () => {
    const first = catalogOf([fixed(vips)], 2, new Map([['fixed', 2]]));
    const state = vipOf(0);
    adopt(first, state, 1 * day);
    const second = catalogOf([fixed(vips, { version: 2, asOf: on(20) })], 3, new Map([['fixed', 3]]));
    const [left] = adopt(second, state, 2 * day);
    expect(left).toMatchObject({ type: 'SegmentLeft', evidence: [{ condition: 'static', actual: 'to be decided' }] });
    expect(told(advance(second, state, 60 * day))).toEqual(['+20 TIME']);
  });
});

test.each([
  [{ asOf: on(1) }, 'asOf: asOf goes with kind: static'],
  [{ kind: 'static', asOf: 'soon' }, 'asOf: soon is neither a date like'],
  [{ kind: 'static', asOf: on(1), when: { ids: ['a'] } }, 'asOf: asOf says nothing of a list of customers'],
  [{ kind: 'static', asOf: '2026-03-08', timeZone: 'customer' }, 'asOf: a date begins at another instant'],
  [{ kind: 'static', asof: on(1) }, 'asof: asof is not known here; did you mean asOf?'],
])('%j is refused', (more, reason) => {
  const parsed = parseSegment({ id: 's', name: 'S', when: vips, ...more });
  expect(parsed.ok ? [] : parsed.problems.map((problem) => `${problem.path}: ${problem.reason}`)).toEqual([
    expect.stringContaining(reason),
  ]);
});

test('is described as of when it is decided', () => {
  const say = (more: object): string => describeSegment(definitionOf(fixed(vips, more)), account);
  expect(say({})).toBe('Customers are in this segment for good if, when it comes into force, they are marked as VIP.');
  expect(say({ asOf: '2026-03-08' })).toBe(
    'Customers are in this segment for good if, at the start of 8 March 2026 in UTC, they are marked as VIP.',
  );
  expect(say({ asOf: '2026-03-08T12:00:00Z' })).toContain('for good if, on 8 March 2026, 12:00 UTC, they');
  expect(describeSegment(definitionOf(fixed({ ids: ['a'] })), account)).toContain(
    'Customers are in this segment while',
  );
});

test('is explained with what nothing changes any more, or with when it will be decided', () => {
  const catalog = catalogOf([fixed(vips)], 2, new Map([['fixed', 2]]));
  const state = vipOf(0);
  adopt(catalog, state, 5 * day);
  tellVip(catalog, state, 2, false, 6 * day);
  const done = explainSegment(catalog, state, 'fixed', 7 * day);
  expect(done).toMatchObject({ isMember: true, isFixed: true, since: 5 * day, until: null, missing: null });
  expect(explanationInWords(done)).toContain(
    'In since 1970-01-06 00:00; the segment is static, and nothing that happens changes this.\nAs things are now:\n✗ ',
  );
  const ahead = catalogOf([fixed(vips, { asOf: on(20) })], 2, new Map([['fixed', 2]]));
  const pending = vipOf(0);
  adopt(ahead, pending, 5 * day);
  expect(explainSegment(ahead, pending, 'fixed', 7 * day)).toMatchObject({
    ...{ isMember: false, isFixed: false, until: 20 * day },
  });
});

test('lint takes no static segment for a part of another, and who is in one may not meet its condition', () => {
  expect(warned({ id: 'a', when: vips }, fixed(vips))).toEqual([]);
  const both = { all: [{ segment: 'fixed' }, { customer: { vip: false } }] };
  expect(warned(fixed(vips), { id: 'b', when: both })).toEqual([]);
  expect(
    warned({ id: 'a', when: vips }, { id: 'b', when: { all: [{ segment: 'a' }, { customer: { vip: false } }] } }),
  ).toHaveLength(1);
});
