import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { intoRounds } from './batches.ts';

const record = fc.record({
  topic: fc.constantFrom('a', 'b'),
  partition: fc.constantFrom(null, 0, 1),
  key: fc.constant('k'),
  value: fc.nat(40).map((length) => Buffer.alloc(length)),
  timestamp: fc.constant(0),
});
const limits = { bytes: 200, records: 3 };

/** Whether two records may end up in one partition, so that their order counts. */
const mayMeet = (
  a: { topic: string; partition: number | null },
  b: { topic: string; partition: number | null },
): boolean => a.topic === b.topic && (a.partition === null || b.partition === null || a.partition === b.partition);

test('nothing is lost, no partition gets too much in a round, and none sees its records in another order', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 40 }), (records) => {
      const numbered = records.map((each, number) => ({ ...each, number }));
      const rounds = intoRounds(numbered, limits);
      const sent = rounds.flatMap((round, index) => round.map((each) => ({ ...each, round: index })));
      expect(sent.map(({ number }) => number).sort((a, b) => a - b)).toEqual(numbered.map(({ number }) => number));
      for (const earlier of sent) {
        for (const later of sent) {
          if (earlier.number < later.number && mayMeet(earlier, later))
            expect(earlier.round).toBeLessThanOrEqual(later.round);
        }
      }
      for (const round of rounds) {
        const perPlace = Map.groupBy(round, ({ topic, partition }) => `${topic}/${partition}`);
        for (const group of perPlace.values()) expect(group.length).toBeLessThanOrEqual(limits.records);
        expect(round.map(({ number }) => number)).toEqual(round.map(({ number }) => number).sort((a, b) => a - b));
      }
    }),
  );
});

test('a tick that follows events of open partitions goes out after them', () => {
  const event = { topic: 'a', partition: null, key: 'k', value: Buffer.alloc(100), timestamp: 0 };
  const tick = { ...event, partition: 0, value: null };
  const rounds = intoRounds([event, event, event, tick], limits);
  expect(rounds.at(-1)).toContain(tick);
});
