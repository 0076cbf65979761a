import { describe, expect, test } from '@jest/globals';
import { compileCatalog, defaultStatusGroups, isForgotten, parseSegment } from '@weir/engine';
import { createFold } from './engine-fold.ts';
import { activityEvent, customerEvent, erasureEvent, messageEvent, orderEvent } from './event-builders.ts';
import { type ReplayEvent } from './replay-event.ts';

const account = { timeZone: 'UTC', currency: 'EUR', statusGroups: defaultStatusGroups };
const teaThreeMonthsOn = { orders: { where: { item: { category: 'Tea' } }, last: { moreThanAgo: 'P3M' } } };

function fold(when: unknown, events: readonly ReplayEvent[], until: string) {
  const parsed = parseSegment({ id: 's', name: 'S', when });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const compiled = compileCatalog([parsed.definition], account, 1);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const lines: string[] = [];
  const created = createFold({
    catalog: compiled.catalog,
    onTransition: ({ customerId, type, seq, cause, effectiveAt }, causeRef) =>
      lines.push(`${customerId} ${type} ${seq} ${cause} ${causeRef} ${new Date(effectiveAt).toISOString()}`),
  });
  for (const event of events) created.apply(event);
  created.advanceTo(Date.parse(until));
  const known = [...created.states.values()].filter((state) => !isForgotten(state));
  return { lines, customers: known.map(({ customerId }) => customerId) };
}

describe('createFold', () => {
  test('decides what time changes, at its instant, also between and after the events', () => {
    const events = [
      orderEvent({ orderId: 'o1', occurredAt: '2017-11-30T10:00:00Z' }),
      orderEvent({ orderId: 'o2', occurredAt: '2018-05-01T00:00:00Z' }),
    ];
    const { lines } = fold(teaThreeMonthsOn, events, '2018-08-01T00:00:00Z');
    expect(lines).toEqual([
      'c1 SegmentEntered 1 TIME null 2018-02-28T10:00:00.000Z',
      'c1 SegmentLeft 2 EVENT o2-1 2018-05-01T00:00:00.000Z',
      'c1 SegmentEntered 3 TIME null 2018-08-01T00:00:00.000Z',
    ]);
  });

  test('the end is inclusive, and a millisecond before it nothing has happened', () => {
    const events = [orderEvent({ occurredAt: '2018-05-01T00:00:00Z' })];
    expect(fold(teaThreeMonthsOn, events, '2018-07-31T23:59:59.999Z').lines).toEqual([]);
    expect(fold(teaThreeMonthsOn, events, '2018-08-01T00:00:00Z').lines).toHaveLength(1);
  });

  test('what a customer did and what became of messages counts too, once', () => {
    const events = [
      activityEvent({ eventId: 'a1', occurredAt: '2017-01-01T00:00:00Z' }),
      activityEvent({ eventId: 'a1', occurredAt: '2017-01-02T00:00:00Z' }),
      messageEvent({ kind: 'SENT', occurredAt: '2017-01-03T00:00:00Z' }),
      activityEvent({ eventId: 'a2', occurredAt: '2017-01-04T00:00:00Z' }),
      messageEvent({ kind: 'OPENED', occurredAt: '2017-01-05T00:00:00Z' }),
    ];
    const both = {
      all: [
        { activity: { name: 'product_viewed', count: { gte: 2 }, window: { inLast: 'P10D' } } },
        { messages: { channel: 'email', outcome: 'opened', exists: true } },
      ],
    };
    expect(fold(both, events, '2018-01-01T00:00:00Z').lines).toEqual([
      'c1 SegmentEntered 1 EVENT m1-OPENED 2017-01-05T00:00:00.000Z',
      'c1 SegmentLeft 2 TIME null 2017-01-11T00:00:00.000Z',
    ]);
  });

  test('an erased customer leaves, is forgotten, and may come again as a new one', () => {
    const events = [
      customerEvent({ version: 1, profile: { tags: ['vip'] } }),
      erasureEvent({ version: 2, occurredAt: '2017-02-01T00:00:00Z' }),
      customerEvent({ customerId: 'c2', version: 1, occurredAt: '2017-02-02T00:00:00Z' }),
    ];
    const when = { customer: { tags: { hasAny: ['vip'] } } };
    const { lines, customers } = fold(when, events, '2018-01-01T00:00:00Z');
    expect(lines).toEqual([
      'c1 SegmentEntered 1 EVENT c1-v1 2017-01-01T09:00:00.000Z',
      'c1 SegmentLeft 2 ERASE c1-erased-2 2017-02-01T00:00:00.000Z',
    ]);
    expect(customers).toEqual(['c2']);
  });
});
