import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { activityEvent, customerEvent, messageEvent, orderEvent } from './event-builders.ts';
import { eventTopics } from './replay-event.ts';
import { mergeEvents } from './merge.ts';
import { type ReplayEvent } from './replay-event.ts';

const builders = {
  'customer-events': customerEvent,
  'order-events': orderEvent,
  'activity-events': activityEvent,
  'message-events': messageEvent,
};
const until = Date.parse('2017-06-01T00:00:00Z');

test('orders by instant; at one instant customers, orders, activities, messages, then as received', () => {
  const noon = '2017-03-01T12:00:00Z';
  const received = [
    messageEvent({ eventId: 'm1', occurredAt: noon }),
    activityEvent({ eventId: 'a1', occurredAt: noon }),
    orderEvent({ eventId: 'o1', occurredAt: noon }),
    customerEvent({ eventId: 'c1', occurredAt: noon }),
    orderEvent({ eventId: 'o0', occurredAt: '2017-03-01T11:59:59.999Z' }),
    orderEvent({ eventId: 'o2', occurredAt: '2017-03-01T13:00:00+01:00' }),
    customerEvent({ eventId: 'c2', occurredAt: noon }),
  ];
  expect(mergeEvents(received, until).events.map(({ event }) => event.eventId)).toEqual([
    ...['o0', 'c1', 'c2', 'o1', 'o2', 'a1', 'm1'],
  ]);
});

test('until is inclusive, and what lies after it is counted', () => {
  const received = ['2017-06-01T00:00:00.001Z', '2017-06-01T00:00:00Z', '2018-01-01T00:00:00Z'].map((occurredAt) =>
    orderEvent({ occurredAt }),
  );
  const { events, afterUntil } = mergeEvents(received, until);
  expect(events.map(({ event }) => event.occurredAt)).toEqual([until]);
  expect(afterUntil).toBe(2);
});

test('agrees with taking the least of the next events, one at a time', () => {
  const event = fc.record({
    topic: fc.constantFrom(...eventTopics),
    second: fc.nat(3),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (parts) => {
      const received = parts.map(({ topic, second }, index): ReplayEvent => {
        const occurredAt = new Date(second * 1000).toISOString();
        return builders[topic]({ eventId: `${index}`, occurredAt });
      });
      const rest = [...received];
      const expected: ReplayEvent[] = [];
      while (rest.length > 0) {
        const least = rest.reduce((a, b) => {
          if (a.event.occurredAt !== b.event.occurredAt) return a.event.occurredAt < b.event.occurredAt ? a : b;
          return eventTopics.indexOf(b.topic) < eventTopics.indexOf(a.topic) ? b : a;
        });
        expected.push(...rest.splice(rest.indexOf(least), 1));
      }
      expect(mergeEvents(received, until).events).toEqual(expected);
    }),
  );
});
