import { expect, test } from '@jest/globals';
import { compileCatalog, defaultStatusGroups, parseSegment } from '@weir/engine';
import { compareByBytes } from './byte-order.ts';
import { createFold } from './engine-fold.ts';
import { orderEvent } from './event-builders.ts';
import { foldCustomers } from './fold-customers.ts';
import { mergeEvents } from './merge.ts';
import { segmentEventInStreamTime } from './segment-event.ts';

const account = { timeZone: 'UTC', currency: 'EUR', statusGroups: defaultStatusGroups };
const until = Date.UTC(2018, 0);

function catalog() {
  const parsed = parseSegment({
    id: 'recent',
    name: 'R',
    when: { orders: { count: { gte: 2 }, window: { inLast: 'P30D' } } },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const compiled = compileCatalog([parsed.definition], account, 1);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.catalog;
}

const customers = ['\u{1f600}', 'b', '\uff5e', 'a'];
const received = Array.from({ length: 60 }, (_, index) =>
  orderEvent({
    orderId: `o${index}`,
    customerId: customers[(index >> 1) % 4] ?? '',
    occurredAt: new Date(Date.UTC(2017, 0, 1 + index * 4)).toISOString(),
  }),
);
const { events } = mergeEvents(received, until);

test('customer by customer comes what all of them together have, in the order of their bytes', () => {
  const together = new Map<string, unknown[]>();
  const fold = createFold({
    catalog: catalog(),
    onTransition: (transition, causeRef) => {
      const own = together.get(transition.customerId) ?? [];
      together.set(transition.customerId, [...own, segmentEventInStreamTime(transition, causeRef)]);
    },
  });
  for (const event of events) fold.apply(event);
  fold.advanceTo(until);
  const outcomes = [...foldCustomers(catalog(), events, until)];
  const expected = [...together].sort(([a], [b]) => compareByBytes(a, b)).flatMap(([, own]) => own);
  expect(expected.length).toBeGreaterThan(4);
  expect(outcomes.flatMap(({ transitions }) => transitions)).toEqual(expected);
  expect(outcomes.reduce((sum, outcome) => sum + outcome.events, 0)).toBe(events.length);
  expect(outcomes.flatMap(({ members }) => members)).toEqual([]);
});

test('tells who is in at the end, and since when', () => {
  const end = Date.UTC(2017, 2, 1);
  const { events: some } = mergeEvents(received, end);
  const members = [...foldCustomers(catalog(), some, end)].flatMap((outcome) => outcome.members);
  expect(members.length).toBeGreaterThan(0);
  for (const { segmentId, since } of members) {
    expect(segmentId).toBe('recent');
    expect(since).toBeLessThanOrEqual(end);
  }
});
