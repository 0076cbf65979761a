import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { orderEvent } from './event-builders.ts';
import { planBatches } from './publish-events.ts';

test('a batch reaches an instant only when nothing at or before it is still to come', () => {
  const until = 30_000;
  const seconds = fc.array(fc.nat(20), { maxLength: 40 }).map((values) => values.sort((a, b) => a - b));
  fc.assert(
    fc.property(seconds, fc.integer({ min: 1, max: 5 }), (values, size) => {
      const events = values.map((second) => orderEvent({ occurredAt: new Date(second * 1000).toISOString() }));
      const batches = [...planBatches(events, until, size)];
      expect(batches.flatMap(({ batch }) => batch)).toEqual(events);
      expect(batches.at(-1)?.reached).toBe(until);
      for (const [index, { reached }] of batches.entries()) {
        const later = batches.slice(index + 1).flatMap(({ batch }) => batch);
        for (const { event } of later) expect(event.occurredAt).toBeGreaterThan(reached);
        expect(reached).toBeGreaterThanOrEqual(batches[index - 1]?.reached ?? -1);
      }
    }),
  );
});
