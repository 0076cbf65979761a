import { describe, expect, test } from '@jest/globals';
import { createCustomerState, type CustomerState, isForgotten } from './customer-state.ts';
import { adopt, advance, decideCustomerEvent, decideOrderEvent } from './decide.ts';
import { DAY_MS } from './civil.ts';
import { catalogOf, membersOf } from './testing/catalogs.ts';
import { customerEvent, erasureEvent, orderEvent, type OrderGiven } from './testing/facts.ts';
import type { Transition } from './transition.ts';
import type { Catalog } from './catalog.ts';

const day = (n: number): number => n * DAY_MS;
const brief = (transitions: readonly Transition[]): string[] =>
  transitions.map(({ type, segmentId, seq, effectiveAt, cause }) =>
    [type === 'SegmentEntered' ? '+' : '-', segmentId, seq, effectiveAt / DAY_MS, cause].join(' '),
  );

const recent = { id: 'recent', when: { orders: { exists: true, window: { inLast: 'P10D' } } } };
const lapsed = { id: 'lapsed', when: { orders: { last: { moreThanAgo: 'P10D' } } } };
const vip = { id: 'vip', when: { customer: { vip: true } } };

function order(catalog: Catalog, state: CustomerState, at: number, given: OrderGiven = {}, version = 1): string[] {
  return brief(decideOrderEvent(catalog, state, orderEvent({ version, order: { createdAt: at, ...given } }), at));
}

describe('an event', () => {
  test('finds what fell due before it decided at its own instant, in order', () => {
    const catalog = catalogOf([recent, lapsed]);
    const state = createCustomerState('c1');
    expect(order(catalog, state, day(0), { orderId: 'a' })).toEqual(['+ recent 1 0 EVENT']);
    expect(order(catalog, state, day(30), { orderId: 'b' })).toEqual([
      '- recent 2 10 TIME',
      '+ lapsed 1 10 TIME',
      '+ recent 3 30 EVENT',
      '- lapsed 2 30 EVENT',
    ]);
  });

  test('decides what falls due at its very instant in its own step: what cancels out is not announced', () => {
    const catalog = catalogOf([recent, lapsed]);
    const state = createCustomerState('c1');
    order(catalog, state, day(0), { orderId: 'a' });
    expect(order(catalog, state, day(10), { orderId: 'b' })).toEqual([]);
    expect(brief(advance(catalog, state, day(20)))).toEqual(['- recent 2 20 TIME', '+ lapsed 1 20 TIME']);
  });

  test('that is older than what is known changes nothing, but dues before it fire', () => {
    const catalog = catalogOf([recent, vip]);
    const state = createCustomerState('c1');
    order(catalog, state, day(0), { orderId: 'a' }, 5);
    expect(order(catalog, state, day(20), { orderId: 'a' }, 5)).toEqual(['- recent 2 10 TIME']);
    expect(order(catalog, state, day(21), { orderId: 'a' }, 4)).toEqual([]);
    decideCustomerEvent(catalog, state, customerEvent({ version: 3, profile: { vip: true } }), day(22));
    decideCustomerEvent(catalog, state, customerEvent({ version: 2, profile: { vip: false } }), day(23));
    expect(membersOf(state)).toEqual(['vip']);
  });

  test('that cancels an order takes its contribution back', () => {
    const catalog = catalogOf([recent]);
    const state = createCustomerState('c1');
    order(catalog, state, day(0), { orderId: 'a' });
    expect(order(catalog, state, day(1), { orderId: 'a', createdAt: day(0), status: 'cancelled' }, 2)).toEqual([
      '- recent 2 1 EVENT',
    ]);
    expect(state.dueAt).toBe(Infinity);
  });

  test('leaves segments alone that it cannot touch, and keeps their due time', () => {
    const catalog = catalogOf([recent, vip]);
    const state = createCustomerState('c1');
    order(catalog, state, day(0), { orderId: 'a' });
    decideCustomerEvent(catalog, state, customerEvent({ version: 1, profile: { vip: true } }), day(1));
    expect(state.dueAt).toBe(day(10));
  });

  test('says when a customer who leaves had entered', () => {
    const catalog = catalogOf([recent]);
    const state = createCustomerState('c1');
    order(catalog, state, day(3), { orderId: 'a' });
    expect(advance(catalog, state, day(13))).toMatchObject([
      { type: 'SegmentLeft', enteredAt: day(3), effectiveAt: day(13) },
    ]);
  });

  test('of a merge is refused', () => {
    const event = { ...customerEvent({ version: 1, profile: {} }), kind: 'MERGED', mergedInto: 'c2' } as const;
    expect(() => decideCustomerEvent(catalogOf([vip]), createCustomerState('c1'), event, 0)).toThrow(
      'WEIR_EVENT_MERGED',
    );
  });
});

describe('segments that refer to segments', () => {
  const chain = [
    { id: 'c', when: { all: [{ segment: 'b' }, { notSegment: 'lapsed' }] } },
    { id: 'b', when: { not: { segment: 'recent' } } },
    recent,
    lapsed,
  ];

  test('follow in the same step, by event and by time', () => {
    const catalog = catalogOf(chain);
    const state = createCustomerState('c1');
    decideCustomerEvent(catalog, state, customerEvent({ version: 1, profile: {} }), day(0));
    expect(membersOf(state)).toEqual(['b', 'c']);
    expect(order(catalog, state, day(1))).toEqual(['+ recent 1 1 EVENT', '- b 2 1 EVENT', '- c 2 1 EVENT']);
    expect(brief(advance(catalog, state, day(11)))).toEqual([
      '- recent 2 11 TIME',
      '+ b 3 11 TIME',
      '+ lapsed 1 11 TIME',
    ]);
  });

  test('count how long the customer has been in, without a break', () => {
    const catalog = catalogOf([{ id: 'steady', when: { inSegmentFor: { id: 'vip', atLeast: 'P5D' } } }, vip]);
    const state = createCustomerState('c1');
    const tell = (version: number, isVip: boolean, at: number): string[] =>
      brief(decideCustomerEvent(catalog, state, customerEvent({ version, profile: { vip: isVip } }), at));
    expect(tell(1, true, day(0))).toEqual(['+ vip 1 0 EVENT']);
    expect(tell(2, false, day(4))).toEqual(['- vip 2 4 EVENT']);
    expect(tell(3, true, day(5))).toEqual(['+ vip 3 5 EVENT']);
    expect(tell(4, false, day(12))).toEqual(['+ steady 1 10 TIME', '- vip 4 12 EVENT', '- steady 2 12 EVENT']);
  });
});

describe('an erasure', () => {
  test('leaves everything and drops the facts; a later profile begins anew, its numbers go on', () => {
    const catalog = catalogOf([vip, { id: 'never', when: { orders: { exists: false } } }, recent]);
    const state = createCustomerState('c1');
    decideCustomerEvent(catalog, state, customerEvent({ version: 1, profile: { vip: true } }), day(0));
    order(catalog, state, day(1));
    expect(brief(decideCustomerEvent(catalog, state, erasureEvent(2), day(2)))).toEqual([
      '- vip 2 2 ERASE',
      '- recent 2 2 ERASE',
    ]);
    expect([state.profile, state.orders.size, state.dueAt, membersOf(state)]).toEqual([null, 0, Infinity, []]);
    expect(advance(catalog, state, day(100))).toEqual([]);
    expect(adopt(catalogOf([vip], 2), state, day(100))).toEqual([]);
    const again = (version: number): string[] =>
      brief(decideCustomerEvent(catalog, state, customerEvent({ version, profile: { vip: true } }), day(101)));
    expect(again(2)).toEqual([]);
    expect(again(3)).toEqual(['+ vip 3 101 EVENT', '+ never 3 101 EVENT']);
  });

  test('takes along what is told again, or late, of the time before it, and nothing of the time after', () => {
    const catalog = catalogOf([recent]);
    const state = createCustomerState('c1');
    const told = (createdAt: number, version: number, now: number): string[] =>
      brief(
        decideOrderEvent(catalog, state, orderEvent({ version, order: { orderId: `o${createdAt}`, createdAt } }), now),
      );
    expect(told(day(1), 1, day(1))).toEqual(['+ recent 1 1 EVENT']);
    expect(brief(decideCustomerEvent(catalog, state, { ...erasureEvent(1), occurredAt: day(2) }, day(3)))).toEqual([
      '- recent 2 3 ERASE',
    ]);
    expect(told(day(1), 1, day(4))).toEqual([]);
    expect(told(day(2), 7, day(4))).toEqual([]);
    expect(isForgotten(state)).toBe(true);
    expect(told(day(2) + 1, 1, day(4))).toEqual(['+ recent 3 4 EVENT']);
    expect(isForgotten(state)).toBe(false);
  });

  test('takes along an order made before it, whatever is told of that order afterwards', () => {
    const catalog = catalogOf([recent]);
    const state = createCustomerState('c1');
    decideCustomerEvent(catalog, state, { ...erasureEvent(1), occurredAt: day(2) }, day(2));
    const paid = { ...orderEvent({ version: 2, order: { orderId: 'o1', createdAt: day(1) } }), occurredAt: day(3) };
    expect(brief(decideOrderEvent(catalog, state, paid, day(3)))).toEqual([]);
    expect(isForgotten(state)).toBe(true);
  });

  test('counts from when it is known at the latest, whatever its clock says', () => {
    const catalog = catalogOf([recent]);
    const state = createCustomerState('c1');
    decideCustomerEvent(catalog, state, { ...erasureEvent(1), occurredAt: day(9) }, day(3));
    const event = orderEvent({ version: 1, order: { orderId: 'o', createdAt: day(4) } });
    expect(brief(decideOrderEvent(catalog, state, event, day(4)))).toEqual(['+ recent 1 4 EVENT']);
  });
});

test('a fact that no contract allows is told with the segment that stumbled on it', () => {
  const catalog = catalogOf([vip, { id: 'named', when: { customer: { city: 'Moscow' } } }]);
  const event = customerEvent({ version: 1, profile: { city: 7 as never } });
  expect(() => decideCustomerEvent(catalog, createCustomerState('c1'), event, 0)).toThrow(
    expect.objectContaining({ code: 'WEIR_SEGMENT_FAILED', segmentId: 'named' }),
  );
});

describe('a newer catalog', () => {
  test('is adopted in silence', () => {
    const state = createCustomerState('c1');
    order(catalogOf([recent]), state, day(0));
    const found = adopt(catalogOf([{ ...recent, when: vip.when }, lapsed], 2), state, day(11));
    expect(found).toMatchObject([
      { segmentId: 'recent', type: 'SegmentLeft', cause: 'DEFINITION', silent: true, effectiveAt: day(11) },
      { segmentId: 'lapsed', type: 'SegmentEntered', cause: 'DEFINITION', silent: true, effectiveAt: day(11) },
    ]);
    expect([state.catalogRevision, state.dueAt]).toEqual([2, Infinity]);
  });

  test('does not silence what was due in segments that it leaves as they were', () => {
    const state = createCustomerState('c1');
    order(catalogOf([recent]), state, day(0));
    const next = catalogOf([recent, lapsed], 2, new Map([['recent', 1]]));
    expect(
      adopt(next, state, day(15)).map(({ segmentId, effectiveAt, silent }) => [segmentId, effectiveAt, silent]),
    ).toEqual([
      ['recent', day(10), false],
      ['lapsed', day(15), true],
    ]);
  });

  test('is adopted before an event that comes first', () => {
    const state = createCustomerState('c1');
    order(catalogOf([recent]), state, day(0), { orderId: 'a' });
    const next = catalogOf(
      [recent, { id: 'two', when: { orders: { count: 2 } } }, { id: 'one', when: { orders: { count: 1 } } }],
      2,
    );
    expect(order(next, state, day(1), { orderId: 'b' })).toEqual([
      '+ one 1 1 DEFINITION',
      '+ two 1 1 EVENT',
      '- one 2 1 EVENT',
    ]);
  });
});

describe('a customer in a zone of their own', () => {
  test('takes past orders along when moving: their ends are reckoned anew', () => {
    const catalog = catalogOf([
      { ...recent, timeZone: 'customer', when: { orders: { exists: true, window: { calendar: 'today' } } } },
    ]);
    const state = createCustomerState('c1');
    const move = (version: number, timeZone: string, at: number): string[] =>
      brief(decideCustomerEvent(catalog, state, customerEvent({ version, profile: { timeZone } }), at));
    move(1, 'Asia/Tokyo', day(1));
    expect(order(catalog, state, day(1))).toEqual(['+ recent 1 1 EVENT']);
    expect(state.dueAt).toBe(day(1) + 15 * 3_600_000);
    expect(move(2, 'No/Where', day(1) + 1)).toEqual([]);
    expect(state.dueAt).toBe(day(2));
    expect(move(3, 'America/New_York', day(1) + 2)).toEqual([]);
    expect(state.dueAt).toBe(day(1) + 5 * 3_600_000);
  });
});
