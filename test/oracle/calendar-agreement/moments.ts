import { Temporal } from '@js-temporal/polyfill';
import type { Instant } from '@weir/engine';
import fc from 'fast-check';
import type { TemporalCalendar } from './temporal-calendar.ts';

const minute = 60_000;
const hour = 60 * minute;
const distances = [1, 15 * minute, 30 * minute, hour, 2 * hour, 24 * hour];
const around: readonly number[] = [...distances.map((distance) => -distance), 0, ...distances];

/** The instants before, at and after a change of the clocks. */
export function instantsAround(change: Instant): Instant[] {
  return around.map((distance) => change + distance);
}

/** The local times around the one at which the clocks are changed: what they skip, what they show twice, and what lies beside it. */
export function localTimesAround(change: Instant, calendar: TemporalCalendar): Temporal.PlainDateTime[] {
  const struck = calendar.localAt(change - 1).add({ milliseconds: 1 });
  return around.map((milliseconds) => struck.add({ milliseconds }));
}

const timesOfDay = ['00:00', '00:30', '02:30:00.001', '12:00', '23:00', '23:59:59.999'].map((text) =>
  Temporal.PlainTime.from(text),
);

/** The last day of every month, 28 February of leap years and the first of each year, each at a time of the day in turn. */
export function monthEnds(from: number, to: number): Temporal.PlainDateTime[] {
  const dates: Temporal.PlainDate[] = [];
  for (let month = new Temporal.PlainDate(from, 1, 1); month.year <= to; month = month.add({ months: 1 })) {
    if (month.month === 1) dates.push(month);
    if (month.month === 2 && month.inLeapYear) dates.push(month.with({ day: 28 }));
    dates.push(month.with({ day: month.daysInMonth }));
  }
  return dates.map((date, index) => date.toPlainDateTime(timesOfDay[index % timesOfDay.length]));
}

/** Every 29 February at every time of the day. */
export function leapDays(from: number, to: number): Temporal.PlainDateTime[] {
  return Array.from({ length: to - from + 1 }, (_, index) => new Temporal.PlainDate(from + index, 2, 1))
    .filter((month) => month.inLeapYear)
    .flatMap((month) => timesOfDay.map((time) => month.with({ day: 29 }).toPlainDateTime(time)));
}

/** The same instants for the same seed. */
export function randomInstants(seed: number, count: number, from: number, to: number): Instant[] {
  const instant = fc.integer({ min: Date.UTC(from, 0, 1), max: Date.UTC(to + 1, 0, 1) - 1 });
  return fc.sample(fc.noBias(instant), { seed, numRuns: count });
}
