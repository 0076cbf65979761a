import { describe, expect, test } from '@jest/globals';
import { everyRun } from './comparisons.ts';
import { leapDays, localTimesAround, monthEnds } from './moments.ts';
import { dateOf, TemporalCalendar, transitionsOf } from './temporal-calendar.ts';
import { zoneNames } from './zones.ts';

const { from, to } = everyRun;

describe('what is compared', () => {
  test('are more than fifty zones and twenty years', () => {
    expect(new Set(zoneNames).size).toBe(zoneNames.length);
    expect(zoneNames.length).toBeGreaterThan(50);
    expect(to - from).toBeGreaterThanOrEqual(20);
  });

  test.each(['Africa/Cairo', 'Antarctica/Troll', 'Asia/Pyongyang', 'Australia/Lord_Howe', 'Pacific/Apia'])(
    'holds local times that are skipped or shown twice at every change of the clocks of %s',
    (zone) => {
      const calendar = new TemporalCalendar(zone);
      const changes = transitionsOf(zone, from, to);
      expect(changes.length).toBeGreaterThanOrEqual(2);
      for (const change of changes) {
        const odd = localTimesAround(change, calendar).filter((local) => {
          const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
          return !earlier.equals(local.toZonedDateTime(zone, { disambiguation: 'later' }));
        });
        expect([change, odd.length]).not.toEqual([change, 0]);
      }
    },
  );

  test('are all month ends and leap days', () => {
    const dates = monthEnds(from, to).map((local) => local.toPlainDate().toString());
    for (const date of ['2010-01-31', '2011-02-28', '2012-02-28', '2012-02-29', '2030-12-31'])
      expect(dates).toContain(date);
    expect(new Set(leapDays(from, to).map(({ year }) => year))).toEqual(new Set([2012, 2016, 2020, 2024, 2028]));
  });
});

describe('what Temporal is asked', () => {
  test('of a skipped local time is the change of the clocks that skips it', () => {
    const local = dateOf(0).toPlainDateTime().with({ year: 2017, month: 3, day: 12, hour: 2, minute: 30 });
    expect(new TemporalCalendar('America/New_York').instantOf(local)).toBe(Date.parse('2017-03-12T03:00:00-04:00'));
  });

  test('of a day that never was is the beginning of the next', () => {
    const apia = new TemporalCalendar('Pacific/Apia');
    const skipped = Date.UTC(2011, 11, 30) / 86_400_000;
    expect(apia.startOf(skipped)).toBe(Date.parse('2011-12-31T00:00:00+14:00'));
    expect(apia.startOf(skipped)).toBe(apia.startOf(skipped + 1));
    expect(apia.dayAt(apia.startOf(skipped))).toBe(skipped + 1);
  });
});
