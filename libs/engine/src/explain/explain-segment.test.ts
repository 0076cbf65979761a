import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Catalog } from '../catalog.ts';
import { DAY_MS } from '../civil.ts';
import { copyState, createCustomerState, type CustomerState, isMember } from '../customer-state.ts';
import { advance, decideCustomerEvent, decideOrderEvent } from '../decide.ts';
import { catalogOf } from '../testing/catalogs.ts';
import { customerEvent, erasureEvent, orderEvent, type OrderGiven } from '../testing/facts.ts';
import { SharedLeaf } from '../node.ts';
import { explainSegment } from './explain-segment.ts';
import type { ExplainedGroup, ExplainedLeaf } from './explanation.ts';
import type { Remedy } from './leaf-report.ts';

const day = (n: number): number => n * DAY_MS;

/** Leaves of orders, each of which turns by orders, by time or by both. */
const leaves: readonly object[] = [
  { exists: true, window: { inLast: 'P10D' } },
  { exists: false, window: { inLast: 'P1M' } },
  { count: { gte: 2 } },
  { count: { gte: 2, lt: 4 }, window: { inLast: 'P20D' } },
  { count: 1, window: { betweenAgo: ['P3D', 'P9D'] } },
  { count: { gte: 2 }, window: { calendar: 'thisMonth' } },
  { sum: { gte: 1000 } },
  { sum: { gte: 700 }, window: { inLast: 'P15D' } },
  { sum: { lt: 500 }, window: { inLast: 'P1M' } },
  { last: { moreThanAgo: 'P1M' } },
  { last: { inLast: 'P7D' } },
  { first: { inLast: 'P30D' } },
  { nth: { n: 3, inLast: 'P30D' } },
  { nth: { n: 2, moreThanAgo: 'P5D' } },
  { max: { gte: 400 }, window: { inLast: 'P12D' } },
  { average: { gte: 250 } },
  { distinct: { of: 'product', gte: 3 }, window: { inLast: 'P25D' } },
  { daysSinceLast: { gte: 4, lt: 12 } },
  { averageGap: { lt: 8 } },
];

/** Orders of one instant are a step each, of which the second can undo the first; facts do not tell. */
const histories = fc.uniqueArray(
  fc.record({ hour: fc.nat({ max: 60 * 24 }), total: fc.constantFrom(0, 100, 300, 500), product: fc.nat({ max: 4 }) }),
  { maxLength: 9, selector: ({ hour }) => hour },
);

const order = (orderId: string, createdAt: number, total: number, productId = 'p'): OrderGiven => ({
  orderId,
  createdAt,
  total,
  items: [{ productId, amount: total }],
});

/** A customer since day 0, whose orders were all told when they were made. */
function customerOf(catalog: Catalog, orders: readonly OrderGiven[]): CustomerState {
  const state = createCustomerState('c1');
  decideCustomerEvent(catalog, state, customerEvent({ version: 1, profile: { createdAt: 0 } }), 0);
  const inOrder = [...orders].sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0));
  for (const given of inOrder)
    decideOrderEvent(catalog, state, orderEvent({ version: 1, order: given }), given.createdAt ?? 0);
  return state;
}

interface Asked {
  readonly catalog: Catalog;
  readonly state: CustomerState;
  readonly at: number;
}

const asked: fc.Arbitrary<Asked> = fc
  .record({ leaf: fc.constantFrom(...leaves), rows: histories, waited: fc.nat({ max: 50 * 24 }) })
  .map(({ leaf, rows, waited }) => {
    const catalog = catalogOf([{ when: { orders: leaf } }]);
    const orders = rows.map(({ hour, total, product }, index) =>
      order(`o${index}`, hour * 3_600_000, total, `p${product}`),
    );
    const last = Math.max(0, ...rows.map(({ hour }) => hour));
    const at = (last + waited) * 3_600_000;
    return { catalog, state: customerOf(catalog, orders), at };
  });

function leafAt({ catalog, state, at }: Asked): ExplainedLeaf {
  return explainSegment(catalog, state, 's', at).tree as ExplainedLeaf;
}

/** The orders that a remedy asks for, made now; with one less of what it asks for, which must not be enough. */
function ordersOf({ more }: Remedy, now: number, isEnough: boolean): readonly OrderGiven[] {
  const amount = (more?.amount ?? 0) - (isEnough ? 0 : 1);
  if (more?.of === 'money') return [order('new', now, amount)];
  const total = more?.of === 'orders' ? 100 : 0;
  return Array.from({ length: amount }, (_, index) => order(`new${index}`, now, total, `new${index}`));
}

function membershipAfter({ catalog, state }: Asked, orders: readonly OrderGiven[], made: number, at: number): boolean {
  const copy = copyState(state);
  for (const given of orders) decideOrderEvent(catalog, copy, orderEvent({ version: 1, order: given }), made);
  advance(catalog, copy, at);
  return isMember(copy.memberships.get('s'));
}

describe('what is told of orders', () => {
  test('holds since the instant at which the engine decided so', () => {
    let turned = 0;
    fc.assert(
      fc.property(asked, ({ catalog, state, at }) => {
        const explanation = explainSegment(catalog, state, 's', at);
        const told = leafSince({ catalog, state, at });
        if (told !== null) turned++;
        expect(told ?? 0).toBe(explanation.since ?? 0);
      }),
      { numRuns: 600, seed: 1 },
    );
    expect(turned).toBeGreaterThan(100);
  });

  test('says how much more turns it, and not less', () => {
    let told = 0;
    fc.assert(
      fc.property(asked, (scene) => {
        const { at } = scene;
        const { value, remedies } = leafAt(scene);
        for (const each of remedies.filter(({ more }) => more !== null)) {
          told++;
          expect(membershipAfter(scene, ordersOf(each, at, true), at, at)).toBe(!value);
          expect(membershipAfter(scene, ordersOf(each, at, false), at, at)).toBe(value);
        }
      }),
      { numRuns: 600, seed: 1 },
    );
    expect(told).toBeGreaterThan(100);
  });

  test('says what keeps it from turning, when done in time', () => {
    let told = 0;
    fc.assert(
      fc.property(asked, (scene) => {
        const { catalog, state, at } = scene;
        const { until, unless, isMember: isIn } = explainSegment(catalog, state, 's', at);
        if (until === null || unless?.kind !== 'leaf') return;
        for (const each of unless.leaf.remedies.filter(({ isInTime }) => isInTime)) {
          told++;
          expect(membershipAfter(scene, [], at, until)).toBe(!isIn);
          expect(membershipAfter(scene, ordersOf(each, until - 1, true), until - 1, until)).toBe(isIn);
        }
      }),
      { numRuns: 600, seed: 1 },
    );
    expect(told).toBeGreaterThan(40);
  });
});

/** The root of an explanation is told by the membership; the same leaf within a group tells of itself. */
function leafSince({ catalog, state, at }: Asked): number | null {
  const { root } = catalog.segments[0] as Catalog['segments'][number];
  const copy = copyState(state);
  advance(catalog, copy, at);
  if (!(root instanceof SharedLeaf)) throw new Error('the segment is more than a leaf');
  return root.leaf.report(catalog.factsOf(copy), at).since;
}

describe('an explanation', () => {
  const recent = { id: 'recent', when: { orders: { exists: true, window: { inLast: 'P10D' } } } };

  test('names the order that decided, and the field with its value', () => {
    const catalog = catalogOf([{ when: { all: [recent.when, { customer: { city: 'Kazan' } }] } }]);
    const state = createCustomerState('c1');
    decideCustomerEvent(catalog, state, customerEvent({ version: 1, profile: { city: 'Москва' } }), 0);
    for (const [orderId, at] of [
      ['a', 1],
      ['b', 3],
    ] as const)
      decideOrderEvent(catalog, state, orderEvent({ version: 1, order: { orderId, createdAt: day(at) } }), day(at));
    const { tree, missing } = explainSegment(catalog, state, 's', day(4));
    expect((tree as ExplainedGroup).of).toMatchObject([
      { path: 'when.all[0].orders.exists', decidedBy: [{ kind: 'order', orderId: 'b', at: day(3) }] },
      { path: 'when.all[1].customer.city', decidedBy: [{ kind: 'field', field: 'city', value: 'Москва' }] },
    ]);
    expect(missing).toMatchObject({ kind: 'leaf', wanted: 'their city is “Kazan”', leaf: { found: '“Москва”' } });
  });

  test('follows a reference into its segment: it turns when that one does', () => {
    const catalog = catalogOf([recent, { id: 'gone', when: { notSegment: 'recent' } }]);
    const state = customerOf(catalog, [order('a', day(5), 100)]);
    expect(explainSegment(catalog, state, 'gone', day(6))).toMatchObject({
      isMember: false,
      since: day(5),
      until: day(15),
      tree: { until: day(15), decidedBy: [{ kind: 'segment', segmentId: 'recent', since: day(5) }] },
    });
  });

  test('tells of a group only what its parts tell', () => {
    const late = { orders: { last: { moreThanAgo: 'P20D' } } };
    const catalog = catalogOf([{ when: { any: [{ all: [recent.when, { orders: { count: { gte: 1 } } }] }, late] } }]);
    const state = customerOf(catalog, [order('a', day(5), 100)]);
    const [both, last] = (explainSegment(catalog, state, 's', day(16)).tree as ExplainedGroup).of;
    expect(both).toMatchObject({ value: false, since: null, until: null });
    expect(last).toMatchObject({ value: false, since: null, until: day(25) });
    const [earlier] = (explainSegment(catalog, state, 's', day(6)).tree as ExplainedGroup).of;
    expect(earlier).toMatchObject({ value: true, since: day(5), until: day(15) });
  });

  test('counts what is missing through denials and numbers', () => {
    const flag = (name: string): object => ({ customer: { [`custom.${name}`]: true } });
    const of = [flag('a'), flag('b'), flag('c')];
    const catalog = catalogOf([
      { id: 'some', when: { atLeast: { k: 2, of } } },
      { id: 'none', when: { none: of } },
      { id: 'both', when: { not: { all: [flag('a'), { ids: ['c1'] }] } } },
    ]);
    const state = createCustomerState('c1');
    const profile = { custom: { a: true } };
    decideCustomerEvent(catalog, state, customerEvent({ version: 1, profile }), 0);
    const missing = (id: string): unknown => explainSegment(catalog, state, id, 0).missing;
    expect(missing('some')).toMatchObject({ kind: 'some', k: 1, of: [{}, {}] });
    expect(missing('none')).toMatchObject({ kind: 'leaf', leaf: { path: 'when.none[0].customer.custom.a' } });
    expect(missing('both')).toMatchObject({ kind: 'some', k: 1, of: [{}, { leaf: { isFixed: true } }] });
  });

  test('does not wait for ever for what comes back every year and turns nothing', () => {
    const birthday = (month: number): object => ({ customer: { birthday: { anniversary: { inNext: `P${month}D` } } } });
    const when = { all: [birthday(3), { customer: { birthday: { monthOfYear: 5 } } }, { not: birthday(5) }] };
    const catalog = catalogOf([{ when }]);
    const state = createCustomerState('c1');
    decideCustomerEvent(catalog, state, customerEvent({ version: 1, profile: { birthday: 140 } }), 0);
    expect(explainSegment(catalog, state, 's', 0)).toMatchObject({ isMember: false, until: null });
  });

  test('says that nothing is known of a customer before the first event and after an erasure', () => {
    const catalog = catalogOf([{ when: { orders: { exists: false } } }]);
    const state = createCustomerState('c1');
    expect(explainSegment(catalog, state, 's', 0)).toMatchObject({ isKnown: false, isMember: false, until: null });
    decideCustomerEvent(catalog, state, customerEvent({ version: 1, profile: {} }), 1);
    expect(explainSegment(catalog, state, 's', 1)).toMatchObject({ isKnown: true, isMember: true });
    decideCustomerEvent(catalog, state, erasureEvent(2), 2);
    expect(explainSegment(catalog, state, 's', 2)).toMatchObject({ isKnown: false, isMember: false, since: 2 });
  });

  test('is refused for a segment that is not there, and for an instant before the last decision', () => {
    const catalog = catalogOf([recent]);
    const state = customerOf(catalog, [order('a', day(5), 100)]);
    expect(() => explainSegment(catalog, state, 'other', day(6))).toThrow('WEIR_SEGMENT_UNKNOWN');
    expect(() => explainSegment(catalog, state, 'recent', day(4))).toThrow('WEIR_EXPLAIN_PAST');
  });
});
