import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '../facts.ts';
import { parseDuration, type Duration } from '../duration.ts';
import { instants } from '../tracks/sorted-numbers.ts';
import { Track } from '../tracks/track.ts';
import { intervalOf, type Window } from '../tracks/window.ts';
import { constant } from '../verdict.ts';
import { findZone, type Zone } from '../zone.ts';
import { follow, pick, type Which } from './succession.ts';

const zone = findZone('Europe/Berlin') as Zone;
const hour = 3_600_000;
/** At the end of January, where what came later may go out of a month earlier, or at the same instant. */
const start = Date.parse('2024-01-29T00:00:00Z');
const month = parseDuration('P1M') as Duration;
const windows: readonly Window[] = [
  { kind: 'inLast', length: month },
  { kind: 'betweenAgo', lengths: [parseDuration('P30D') as Duration, parseDuration('P2M') as Duration] },
  { kind: 'calendar', period: 'today' },
];

interface Given {
  readonly window: Window;
  readonly which: Which;
  readonly all: readonly Instant[];
  readonly now: Instant;
  readonly isWanted: (instant: Instant | null) => boolean;
}

const given: fc.Arbitrary<Given> = fc.record({
  window: fc.constantFrom(...windows),
  which: fc.constantFrom<Which>('last', 1, 2, 3),
  all: fc.array(
    fc.integer({ min: 0, max: 100 }).map((hours) => start + hours * hour),
    { maxLength: 14 },
  ),
  now: fc.integer({ min: -10, max: 1800 }).map((hours) => start + hours * hour + 1),
  isWanted: fc.func(fc.boolean()),
});

function answer({ window, which, all, now, isWanted }: Given): ReturnType<typeof follow> {
  const kept = instants.create();
  const track = new Track(true, now, [kept]);
  all.forEach((at, index) => track.insert({ id: `${index}`, at }, intervalOf(window, at, zone)));
  return follow(which, kept.values, { track, window, zone }, (instant) => constant(isWanted(instant)), now);
}

test('says what is so of the one in question, and when that or who is to come changes it, neither sooner nor later', () => {
  fc.assert(
    fc.property(given, (one) => {
      const { window, which, all, now, isWanted } = one;
      const stays = all.map((at) => ({ at, interval: intervalOf(window, at, zone) }));
      const valueAt = (t: Instant): boolean => {
        const inside = stays.filter(({ interval: [from, to] }) => from <= t && t < to).map(({ at }) => at);
        return isWanted(
          pick(
            which,
            inside.sort((a, b) => a - b),
          ),
        );
      };
      const { value, until } = answer(one);
      expect(value).toBe(valueAt(now));
      const entries = stays.flatMap(({ interval: [from, to] }) => (from < to && from > now ? [from] : []));
      const exits = stays.map(({ interval }) => interval[1]).filter((to) => to > now);
      const turns = exits.filter((to) => valueAt(to) !== value);
      expect(until).toBe(Math.min(...entries, ...turns));
    }),
    { numRuns: 1000 },
  );
});

test('looks at a few of many, and asks again then', () => {
  const all = Array.from({ length: 1000 }, (_, index) => start - 10_000 + index);
  for (const which of [1, 2] as const) {
    const found = answer({ window: windows[0] as Window, which, all, now: start, isWanted: () => true });
    expect(found.value).toBe(true);
    expect(found.until).toBeLessThan(Number.POSITIVE_INFINITY);
  }
});
