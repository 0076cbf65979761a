import { describe, expect, test } from '@jest/globals';
import { type Order } from '@weir/engine';
import { profileOf } from '@weir/engine/testing';
import { compileDocuments } from './disagreement.ts';
import { type JsonObject, type SegmentDocument } from './document.ts';
import { foldEngine } from './engine-fold.ts';
import { at, both, buildOrder } from './golden.ts';
import { type Arrival } from './history.ts';
import { followTimeline } from './naive-timeline.ts';
import { customerId, statusGroups } from './vocabulary.ts';

const account = { timeZone: 'UTC', currency: 'RUB', statusGroups };

function ordered(when: string, version: number, order: Partial<Order>): Arrival {
  const told = { orderId: 'o1', createdAt: at(when), ...order };
  return {
    kind: 'order',
    at: at(when),
    event: { eventId: 'e', customerId, occurredAt: at(when), version, order: buildOrder(told) },
  };
}

function profiled(when: string, version: number, city: string): Arrival {
  const envelope = { eventId: 'e', customerId, occurredAt: at(when), version };
  return {
    kind: 'customer',
    at: at(when),
    event: { ...envelope, kind: 'UPSERTED', profile: profileOf({ city }), mergedInto: null },
  };
}

function expectTold(
  segments: Record<string, JsonObject>,
  arrivals: readonly Arrival[],
  until: string,
  told: string[],
  timeZone = 'UTC',
): void {
  const documents = Object.entries(segments).map(([id, when]): SegmentDocument => ({ id, name: id, timeZone, when }));
  const history = { customerId, arrivals, until: at(until) };
  const compiled = compileDocuments(documents, account);
  if ('reasons' in compiled) throw new Error(compiled.reasons.join('; '));
  const written = (all: readonly { segmentId: string; seq: number; effectiveAt: number; cause: string }[]): string[] =>
    all
      .map(
        ({ segmentId, seq, effectiveAt, cause }) =>
          `${segmentId} ${seq} ${new Date(effectiveAt).toISOString().slice(0, 16)} ${cause}`,
      )
      .sort();
  expect({
    oracle: written(followTimeline(documents, account, history).transitions),
    engine: written(foldEngine(compiled.catalog, history, { pauses: [], stepwise: false }).transitions),
  }).toEqual(both(told));
}

const recent = { orders: { exists: true, window: { inLast: 'P1D' } } };

describe('one instant', () => {
  test('an event at T comes before what falls due at T; if they cancel out, nothing is announced', () => {
    const arrivals = [ordered('2024-01-01T00:00:00Z', 1, {}), ordered('2024-01-02T00:00:00Z', 1, { orderId: 'o2' })];
    expectTold({ recent }, arrivals, '2024-01-10T00:00:00Z', [
      'recent 1 2024-01-01T00:00 EVENT',
      'recent 2 2024-01-03T00:00 TIME',
    ]);
  });

  test('an ignored repeat is no step: what falls due with it may still be cancelled out', () => {
    const arrivals = [
      ordered('2024-01-01T00:00:00Z', 1, {}),
      ordered('2024-01-02T00:00:00Z', 1, {}),
      ordered('2024-01-02T00:00:00Z', 1, { orderId: 'o2' }),
    ];
    expectTold({ recent }, arrivals, '2024-01-10T00:00:00Z', [
      'recent 1 2024-01-01T00:00 EVENT',
      'recent 2 2024-01-03T00:00 TIME',
    ]);
  });

  test('an event one millisecond later comes too late for that', () => {
    const arrivals = [
      ordered('2024-01-01T00:00:00Z', 1, {}),
      ordered('2024-01-02T00:00:00.001Z', 1, { orderId: 'o2' }),
    ];
    expectTold({ recent }, arrivals, '2024-01-02T12:00:00Z', [
      'recent 1 2024-01-01T00:00 EVENT',
      'recent 2 2024-01-02T00:00 TIME',
      'recent 3 2024-01-02T00:00 EVENT',
    ]);
  });

  test('several events are a step each, customer events before order events', () => {
    const segments = {
      fresh: { all: [{ customer: { city: 'Riga' } }, { orders: { exists: false } }] },
      bought: { orders: { exists: true } },
    };
    const arrivals = [ordered('2024-01-01T00:00:00Z', 1, {}), profiled('2024-01-01T00:00:00Z', 1, 'Riga')];
    expectTold(segments, arrivals, '2024-01-10T00:00:00Z', [
      'bought 1 2024-01-01T00:00 EVENT',
      'fresh 1 2024-01-01T00:00 EVENT',
      'fresh 2 2024-01-01T00:00 EVENT',
    ]);
  });
});

describe('versioned facts', () => {
  test('a cancellation replaces the contribution of the order', () => {
    const first = at('2024-01-01T00:00:00Z');
    const arrivals = [
      ordered('2024-01-01T00:00:00Z', 1, {}),
      ordered('2024-01-01T10:00:00Z', 2, { createdAt: first, status: 'cancel' }),
    ];
    expectTold({ recent }, arrivals, '2024-01-10T00:00:00Z', [
      'recent 1 2024-01-01T00:00 EVENT',
      'recent 2 2024-01-01T10:00 EVENT',
    ]);
  });

  test('a lower or equal version is ignored, however it differs', () => {
    const arrivals = [
      ordered('2024-01-01T00:00:00Z', 2, {}),
      ordered('2024-01-01T10:00:00Z', 2, { status: 'cancel' }),
      ordered('2024-01-01T11:00:00Z', 1, { status: 'cancel' }),
      profiled('2024-01-01T12:00:00Z', 5, 'Riga'),
      profiled('2024-01-01T13:00:00Z', 4, 'Oslo'),
    ];
    expectTold({ recent, riga: { customer: { city: 'Riga' } } }, arrivals, '2024-01-10T00:00:00Z', [
      'recent 1 2024-01-01T00:00 EVENT',
      'recent 2 2024-01-02T00:00 TIME',
      'riga 1 2024-01-01T12:00 EVENT',
    ]);
  });

  test('a late order counts from its own timestamp', () => {
    const arrivals = [ordered('2024-01-02T12:00:00Z', 1, { createdAt: at('2024-01-02T00:00:00Z') })];
    expectTold({ recent }, arrivals, '2024-01-10T00:00:00Z', [
      'recent 1 2024-01-02T12:00 EVENT',
      'recent 2 2024-01-03T00:00 TIME',
    ]);
  });
});

describe('segments that refer to segments', () => {
  test('are decided in the same step, by event and by time', () => {
    const segments = {
      quiet: { notSegment: 'recent' },
      recent,
      riga: { all: [{ customer: { city: 'Riga' } }, { segment: 'recent' }] },
    };
    const arrivals = [profiled('2024-01-01T00:00:00Z', 1, 'Riga'), ordered('2024-01-03T00:00:00Z', 1, {})];
    expectTold(segments, arrivals, '2024-01-10T00:00:00Z', [
      'quiet 1 2024-01-01T00:00 EVENT',
      'quiet 2 2024-01-03T00:00 EVENT',
      'quiet 3 2024-01-04T00:00 TIME',
      'recent 1 2024-01-03T00:00 EVENT',
      'recent 2 2024-01-04T00:00 TIME',
      'riga 1 2024-01-03T00:00 EVENT',
      'riga 2 2024-01-04T00:00 TIME',
    ]);
  });

  test('inSegmentFor holds from since + P on, and ends with the membership', () => {
    const segments = {
      settled: { inSegmentFor: { id: 'bought', atLeast: 'P3D' } },
      bought: { orders: { exists: true } },
    };
    const arrivals = [
      ordered('2024-01-01T00:00:00Z', 1, {}),
      ordered('2024-01-10T00:00:00Z', 2, { createdAt: at('2024-01-01T00:00:00Z'), status: 'returned' }),
      ordered('2024-01-20T00:00:00Z', 1, { orderId: 'o2' }),
    ];
    expectTold(segments, arrivals, '2024-02-10T00:00:00Z', [
      'bought 1 2024-01-01T00:00 EVENT',
      'bought 2 2024-01-10T00:00 EVENT',
      'bought 3 2024-01-20T00:00 EVENT',
      'settled 1 2024-01-04T00:00 TIME',
      'settled 2 2024-01-10T00:00 EVENT',
      'settled 3 2024-01-23T00:00 TIME',
    ]);
  });
});

describe('the zone of a customer who moves', () => {
  test('takes past orders along: their expiries are computed anew', () => {
    const living = (when: string, version: number, timeZone: string): Arrival => {
      const arrival = profiled(when, version, 'Riga');
      if (arrival.kind !== 'customer') throw new Error('a profile is a customer event');
      return { ...arrival, event: { ...arrival.event, profile: profileOf({ timeZone }) } };
    };
    const segments = { recent: { ...recent } };
    const arrivals = [
      living('2023-03-11T16:00:00Z', 1, 'UTC'),
      ordered('2023-03-11T17:00:00Z', 1, {}),
      living('2023-03-12T15:00:00Z', 2, 'America/New_York'),
    ];
    expectTold(
      segments,
      arrivals,
      '2023-04-01T00:00:00Z',
      ['recent 1 2023-03-11T17:00 EVENT', 'recent 2 2023-03-12T16:00 TIME'],
      'customer',
    );
    expectTold(segments, arrivals, '2023-04-01T00:00:00Z', [
      'recent 1 2023-03-11T17:00 EVENT',
      'recent 2 2023-03-12T17:00 TIME',
    ]);
    expectTold(
      segments,
      [...arrivals.slice(0, 2), living('2023-03-12T16:30:00Z', 2, 'America/New_York')],
      '2023-04-01T00:00:00Z',
      ['recent 1 2023-03-11T17:00 EVENT', 'recent 2 2023-03-12T16:30 EVENT'],
      'customer',
    );
  });
});
