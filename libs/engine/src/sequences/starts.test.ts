import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDuration } from '../calendar.ts';
import { parseDuration } from '../duration.ts';
import type { Instant } from '../facts.ts';
import type { Occasion } from '../tracks/selection.ts';
import { intervalOf, type Window } from '../tracks/window.ts';
import { findZone, type Zone } from '../zone.ts';
import { Answers } from './answers.ts';
import { anyCounts } from './coverage.ts';
import type { Pairing } from './pairing.ts';
import { Starts } from './starts.ts';

const hour = 3_600_000;
// Around a night in which clocks go forward, and the end of a month.
const begin = Date.parse('2026-03-28T12:00:00Z');
const duration = (text: string) => parseDuration(text) as NonNullable<ReturnType<typeof parseDuration>>;
const zones = ['UTC', 'Europe/Berlin', 'America/New_York'].map((name) => findZone(name) as Zone);

/** Whether some start counts, by looking at all of them. */
function naive(pairing: Pairing, starts: readonly Instant[], answers: readonly Instant[], zone: Zone, now: Instant) {
  return starts.some((start) => {
    const end = addDuration(start, pairing.within, zone);
    const isAnswered = answers.some((answer) => start <= answer && answer < end);
    const [from, to] = intervalOf(pairing.window, start, zone);
    if (!(from <= now && now < to)) return false;
    return pairing.isAnswered ? isAnswered : !isAnswered && end <= now;
  });
}

/** Every instant at which that can change. */
function candidates(pairing: Pairing, starts: readonly Instant[], zone: Zone): Instant[] {
  return starts.flatMap((start) => [
    addDuration(start, pairing.within, zone),
    ...intervalOf(pairing.window, start, zone).filter(Number.isFinite),
  ]);
}

const windows: (Window | null)[] = [
  null,
  { kind: 'inLast', length: duration('P1D') },
  { kind: 'inLast', length: duration('P1M') },
  { kind: 'betweenAgo', lengths: [duration('PT3H'), duration('P2D')] },
  { kind: 'calendar', period: 'today' },
  { kind: 'range', from: { instant: begin + 6 * hour }, to: null },
];

const step = fc.record({
  what: fc.constantFrom('start', 'answer', 'no start', 'no answer', 'moves', 'waits'),
  hours: fc.integer({ min: 0, max: 60 }).map((n) => n / 2),
  which: fc.nat(),
  isLooked: fc.boolean(),
});

test('whatever comes, goes and is told late, the starts that count are those found by looking at all', () => {
  const pairings = fc.record({
    within: fc.constantFrom('PT1H', 'PT12H', 'P1D', 'P1M').map(duration),
    isAnswered: fc.boolean(),
    window: fc.constantFrom(...windows),
  });
  fc.assert(
    fc.property(pairings, fc.array(step, { maxLength: 30 }), (pairing, steps) => {
      const [starts, answers] = [new Starts(pairing), new Answers()];
      const known: Record<'start' | 'answer', Occasion[]> = { start: [], answer: [] };
      let [zone, now, id] = [zones[0] as Zone, begin, 0];
      for (const { what, hours, which, isLooked } of steps) {
        const tally = what.endsWith('start') ? starts : answers;
        const own = known[what.endsWith('start') ? 'start' : 'answer'];
        if (what === 'start' || what === 'answer') {
          const occasion = { id: String(++id), at: begin + hours * hour };
          own.push(occasion);
          tally.add(occasion);
        } else if (what.startsWith('no ') && own.length > 0) {
          const [gone] = own.splice(which % own.length, 1) as [Occasion];
          tally.remove({ ...gone });
        } else if (what === 'moves') zone = zones[which % zones.length] as Zone;
        else now += hours * hour;
        if (!isLooked) continue;
        starts.settle(answers, zone, now);
        const { value, until } = anyCounts(starts, now);
        const [from, to] = [known.start, known.answer].map((all) => all.map(({ at }) => at)) as [Instant[], Instant[]];
        const holds = (at: Instant): boolean => naive(pairing, from, to, zone, at);
        const later = candidates(pairing, from, zone).filter((at) => at > now);
        const flip = later.sort((a, b) => a - b).find((at) => holds(at) !== value);
        // So few starts take over from each other here that the bound is the very flip.
        expect([value, until]).toEqual([holds(now), flip ?? Number.POSITIVE_INFINITY]);
      }
    }),
    { numRuns: 1500 },
  );
});

test('an event costs what it changes: a long history is left alone', () => {
  const pairing = { within: duration('PT2H'), isAnswered: false, window: null };
  const [starts, answers] = [new Starts(pairing), new Answers()];
  const utc = zones[0] as Zone;
  for (let n = 0; n < 20_000; n++) {
    const at = begin + n * hour;
    starts.add({ id: `s${n}`, at });
    if (n % 2 === 1) answers.add({ id: `a${n}`, at });
    starts.settle(answers, utc, at);
  }
  const looks: Instant[] = [];
  const firstFrom = answers.firstFrom.bind(answers);
  answers.firstFrom = (instant) => {
    looks.push(instant);
    return firstFrom(instant);
  };
  const last = begin + 20_000 * hour;
  answers.add({ id: 'next', at: last });
  starts.settle(answers, utc, last);
  // Of all starts only the one since the last answer can have been answered by this one.
  expect(looks).toHaveLength(1);
  answers.remove({ id: 'next', at: last });
  starts.add({ id: 'new', at: last });
  starts.settle(answers, utc, last);
  expect(looks.length).toBeLessThan(5);
});

test('of many starts that take over from each other the bound is sound, and then asked for again', () => {
  const window = { kind: 'inLast', length: duration('PT3H') } as const;
  const starts = new Starts({ within: duration('PT2H'), isAnswered: false, window });
  const count = 300;
  for (let n = 0; n < count; n++) starts.add({ id: String(n), at: begin + (n * hour) / 4 });
  const end = begin + ((count - 1) * hour) / 4 + 3 * hour;
  let [now, looks] = [begin + 2 * hour, 0];
  while (now < end) {
    starts.settle(new Answers(), zones[0] as Zone, now);
    const { value, until } = anyCounts(starts, now);
    expect(value).toBe(true);
    expect(until).toBeLessThanOrEqual(end);
    [now, looks] = [until, looks + 1];
  }
  expect(now).toBe(end);
  expect(looks).toBeLessThan(10);
});
