import { describe, expect, test } from '@jest/globals';
import { Temporal } from '@js-temporal/polyfill';
import fc from 'fast-check';
import { addDuration, dayOf, instantOfLocal, startOfDay } from './calendar.ts';
import { DAY_MS } from './civil.ts';
import { longestMs, parseDuration, shortestMs } from './duration.ts';
import type { Instant } from './facts.ts';
import { findZone, type Zone } from './zone.ts';

const zoneIds = [
  'UTC',
  'Europe/Moscow',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Santiago',
  'America/Havana',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Pyongyang',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Antarctica/Troll',
];
const from = Date.UTC(2006, 0, 1);
const to = Date.UTC(2027, 0, 1);

function zoneOf(id: string): Zone {
  const zone = findZone(id);
  if (zone === undefined) throw new Error(id);
  return zone;
}

const zoned = (instant: Instant, id: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(id);

/** Every instant of the years above at which the zone changes its offset. */
const transitions = new Map(zoneIds.map((id) => [id, findTransitions(id)]));

function findTransitions(id: string): Instant[] {
  const found: Instant[] = [];
  let next = zoned(from, id).getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds < to) {
    found.push(next.epochMilliseconds);
    next = next.getTimeZoneTransition('next');
  }
  return found;
}

/** What the language says of a local time: Temporal's earlier reading if clocks show it, else the transition that skips it. */
function resolve(local: Temporal.PlainDateTime, id: string): Instant {
  const earlier = local.toZonedDateTime(id, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  const transition = earlier.getTimeZoneTransition('next');
  if (transition === null) throw new Error('a skipped time lies before a transition');
  return transition.epochMilliseconds;
}

function expectedSum(instant: Instant, text: string, id: string): Instant {
  const { years, months, weeks, days, hours, minutes, seconds, milliseconds } = Temporal.Duration.from(text);
  const local = zoned(instant, id).toPlainDateTime();
  const ms = hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + milliseconds;
  if (years + months + weeks + days === 0) return instant + ms;
  return resolve(local.add({ years, months }).add({ weeks, days }), id) + ms;
}

function sum(instant: Instant, text: string, id: string): Instant {
  const duration = parseDuration(text);
  if (duration === undefined) throw new Error(text);
  return addDuration(instant, duration, zoneOf(id));
}

describe('the table of a zone', () => {
  test.each(zoneIds)('%s has the offsets that Temporal has, a millisecond before and at each transition', (id) => {
    const zone = zoneOf(id);
    const found = transitions.get(id) ?? [];
    for (const instant of [from, ...found.flatMap((at) => [at - 1, at]), to]) {
      expect([instant, zone.spanAt(instant).offset]).toEqual([instant, zoned(instant, id).offsetNanoseconds / 1e6]);
    }
    for (const at of found) expect(zone.spanAt(at).start).toBe(at);
  });

  test('holds for years long past and far ahead', () => {
    for (const id of ['Europe/Amsterdam', 'America/New_York', 'Asia/Manila', 'Europe/Moscow']) {
      for (const year of [1880, 1919, 1937, 1944, 1972, 2050, 2400]) {
        const instant = Date.UTC(year, 6, 1, 12);
        expect([id, year, zoneOf(id).spanAt(instant).offset]).toEqual([
          id,
          year,
          zoned(instant, id).offsetNanoseconds / 1e6,
        ]);
      }
    }
  });

  test('is found by IANA names only', () => {
    for (const name of ['Moscow/Europe', '+03:00', '', 'customer', '__proto__', 'Europe/Moscow ']) {
      expect(findZone(name)).toBeUndefined();
    }
  });
});

describe('a local time', () => {
  test.each(zoneIds)('of %s around each transition is the earlier instant, or the transition that skips it', (id) => {
    const zone = zoneOf(id);
    for (const at of transitions.get(id) ?? []) {
      const before = zoned(at - 1, id).toPlainDateTime();
      for (let minutes = -180; minutes <= 180; minutes += 15) {
        const local = before.add({ milliseconds: 1 }).add({ minutes });
        const wall = local.toZonedDateTime('UTC').epochMilliseconds;
        expect([local.toString(), instantOfLocal(wall, zone)]).toEqual([local.toString(), resolve(local, id)]);
      }
    }
  });

  test('that is skipped on 12 March in New York is 03:00, not 03:30', () => {
    const before = Date.parse('2017-03-11T02:30:12.345-05:00');
    expect(sum(before, 'P1D', 'America/New_York')).toBe(Date.parse('2017-03-12T03:00:00.000-04:00'));
  });

  test('that comes twice is the first of the two', () => {
    const before = Date.parse('2017-11-04T01:30:00-04:00');
    expect(sum(before, 'P1D', 'America/New_York')).toBe(Date.parse('2017-11-05T01:30:00-04:00'));
  });
});

describe('a day', () => {
  test.each(zoneIds)('of %s begins where Temporal says, and instants belong to the last one begun', (id) => {
    const zone = zoneOf(id);
    for (const at of [from, ...(transitions.get(id) ?? [])]) {
      for (let days = -2; days <= 2; days++) {
        const day = Math.floor((at + zone.spanAt(at).offset) / DAY_MS) + days;
        const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
        const expected = resolve(date.toPlainDateTime(), id);
        expect([date.toString(), startOfDay(day, zone)]).toEqual([date.toString(), expected]);
        if (startOfDay(day + 1, zone) > expected) expect(dayOf(expected, zone)).toBe(day);
        expect(dayOf(expected - 1, zone)).toBeLessThan(day);
      }
    }
  });

  test('without midnight begins at its first instant', () => {
    const day = Date.UTC(2018, 10, 4) / DAY_MS;
    expect(startOfDay(day, zoneOf('America/Sao_Paulo'))).toBe(Date.parse('2018-11-04T01:00:00-02:00'));
  });
});

describe('a sum', () => {
  const expectSums = (id: string, texts: readonly string[], targets: readonly Instant[]): void => {
    for (const text of texts) {
      const period = Temporal.Duration.from(text);
      for (const target of targets) {
        for (const minutes of [-1, 0, 29]) {
          const start = zoned(target, id).add({ minutes }).subtract(period).epochMilliseconds;
          expect([text, start, sum(start, text, id)]).toEqual([text, start, expectedSum(start, text, id)]);
        }
      }
    }
  };

  test.each(zoneIds)('in %s lands around each transition where the language says', (id) => {
    expectSums(id, ['P1D', 'P3M', 'P1M15DT12H'], transitions.get(id) ?? []);
  });

  test.each(['UTC', 'Europe/Moscow', 'America/Sao_Paulo'])(
    'in %s lands around month ends where the language says',
    (id) => {
      const monthEnds = Array.from({ length: 26 }, (_, month) => Date.UTC(2023, month + 1, 0, 22, 30));
      expectSums(id, ['P7D', 'P3W', 'P1M', 'P1Y', 'P13M', 'P1Y2M10DT2H30M', 'PT36H', 'PT0.250S', 'P0D'], monthEnds);
    },
  );

  test('of any instant and duration is what the language says, within the bounds that searching relies on', () => {
    const parts = fc.record({ months: fc.nat(30), days: fc.nat(400), hours: fc.nat(80) });
    const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2035, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...zoneIds), instant, parts, (id, start, { months, days, hours }) => {
        const text = `P${months}M${days}DT${hours}H`;
        const found = sum(start, text, id);
        expect(found).toBe(expectedSum(start, text, id));
        const duration = parseDuration(text);
        if (duration === undefined) throw new Error(text);
        expect(found - start).toBeGreaterThanOrEqual(shortestMs(duration));
        expect(found - start).toBeLessThanOrEqual(longestMs(duration));
      }),
      { numRuns: 500 },
    );
  });

  test('clamps at month ends, and is therefore not monotone', () => {
    const id = 'Europe/Moscow';
    const later = Date.parse('2024-01-31T10:00:00+03:00');
    const earlier = Date.parse('2024-01-30T15:00:00+03:00');
    expect(sum(later, 'P1M', id)).toBe(Date.parse('2024-02-29T10:00:00+03:00'));
    expect(sum(earlier, 'P1M', id)).toBeGreaterThan(sum(later, 'P1M', id));
  });

  test('is total even for instants beyond all calendars', () => {
    for (const instant of [8.64e15, -8.64e15, 9e15])
      expect(Number.isFinite(sum(instant, 'P1000Y', 'Europe/Moscow'))).toBe(true);
  });
});

describe('a duration', () => {
  test.each(['P', 'PT', 'P3Q', '3M', 'P-1D', 'P1DT', 'P1.5D', 'p3m', 'PT1M1H', 'P1003Y', '', 'P1D '])(
    '%s is refused',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  test.each([
    ['P1Y2M', 14, 0, 0],
    ['P2W3D', 0, 17, 0],
    ['PT1H1M1.5S', 0, 0, 3_661_500],
    ['P1M15DT12H', 1, 15, 43_200_000],
  ])('%s is read in its three parts', (text, months, days, ms) => {
    expect(parseDuration(text)).toEqual({ text, months, days, ms });
  });
});
