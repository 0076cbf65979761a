import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDuration } from '../calendar.ts';
import { parseDuration, type Duration } from '../duration.ts';
import { findZone, type Zone } from '../zone.ts';
import { countInside, countThrough, mayEndEarlier, nthLatestExit } from './recency.ts';

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'].map(
  (name) => findZone(name) as Zone,
);
const lengths = ['P1M', 'P2M', 'P30D', 'P1D', 'PT1H', 'P1M2DT3H', 'P1Y'].map((text) => parseDuration(text) as Duration);

const hour = 3_600_000;
/** Around the ends of months and the changes of clocks: where what came later may go out earlier. */
const anchors = ['2024-01-29T20:00:00Z', '2024-03-10T06:00:00Z', '2024-10-27T00:30:00Z', '2024-11-03T05:00:00Z'].map(
  (text) => Date.parse(text),
);
const instants = fc
  .array(
    fc
      .tuple(fc.constantFrom(...anchors), fc.integer({ min: -90, max: 90 }), fc.integer({ min: 0, max: hour }))
      .map(([anchor, hours, ms]) => anchor + hours * hour + ms),
    { maxLength: 14 },
  )
  .map((all) => all.sort((a, b) => a - b));

test('the n-th latest exit is the n-th of all exits in their order', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...lengths), fc.constantFrom(...zones), (all, length, zone) => {
      const exits = all.map((instant) => addDuration(instant, length, zone)).sort((a, b) => b - a);
      for (let n = 1; n <= all.length; n++) expect(nthLatestExit(all, all.length, n, length, zone)).toBe(exits[n - 1]);
      expect(nthLatestExit(all, all.length, all.length + 1, length, zone)).toBe(-Infinity);
    }),
    { numRuns: 2000 },
  );
});

test('those inside are those that are there and have not gone out', () => {
  const later = fc.integer({ min: -50, max: 800 }).map((hours) => hours * hour);
  fc.assert(
    fc.property(instants, later, fc.constantFrom(...lengths), fc.constantFrom(...zones), (all, after, length, zone) => {
      const now = (all.at(-1) ?? 0) + after;
      const inside = all.filter((instant) => instant <= now && addDuration(instant, length, zone) > now);
      expect(countInside(all, countThrough(all, now), length, zone, now)).toBe(inside.length);
    }),
    { numRuns: 2000 },
  );
});

test('of two instants of which the later one ends first it is said that it may', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...lengths), fc.constantFrom(...zones), (all, length, zone) => {
      for (const [index, later] of all.entries()) {
        for (const earlier of all.slice(0, index)) {
          if (addDuration(later, length, zone) >= addDuration(earlier, length, zone)) continue;
          expect(mayEndEarlier(earlier, later, length.months > 0, zone)).toBe(true);
        }
      }
    }),
    { numRuns: 1000 },
  );
});
