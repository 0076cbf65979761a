import { Temporal } from '@js-temporal/polyfill';
import { remembering, rememberingPerZone } from './remembering.ts';

/** Epoch milliseconds. */
export type Instant = number;

const minuteMs = 60_000;

/** No zone has changed its offset within a minute since 1972. */
const offsetInMinute = rememberingPerZone((minute: number, zone) => {
  const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(minute * minuteMs).toZonedDateTimeISO(zone);
  return offsetNanoseconds / 1_000_000;
});

/** Milliseconds east of UTC. */
export function offsetAt(at: Instant, zone: string): number {
  return offsetInMinute(Math.floor(at / minuteMs), zone);
}

/** The wall clock of `zone` at `at`. */
export function wallClock(at: Instant, zone: string): Temporal.PlainDateTime {
  const shown = new Date(at + offsetAt(at, zone));
  return new Temporal.PlainDateTime(
    shown.getUTCFullYear(),
    shown.getUTCMonth() + 1,
    shown.getUTCDate(),
    shown.getUTCHours(),
    shown.getUTCMinutes(),
    shown.getUTCSeconds(),
    shown.getUTCMilliseconds(),
  );
}

/** The first millisecond in (low, high] at which `differs` holds, given that it does at `high` and stays so from its first. */
export function bisect(low: Instant, high: Instant, differs: (at: Instant) => boolean): Instant {
  let before = low;
  let after = high;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (differs(middle)) after = middle;
    else before = middle;
  }
  return after;
}

/** A local time as an instant: the earlier when the clock shows it twice, the transition itself when the clock skips it. */
export function resolveLocal(local: Temporal.PlainDateTime, zone: string): Instant {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' });
  const offsetBefore = offsetAt(earlier.epochMilliseconds, zone);
  return bisect(earlier.epochMilliseconds, later.epochMilliseconds, (at) => offsetAt(at, zone) !== offsetBefore);
}

/** The hours, minutes and seconds of a duration. */
export function elapsedPart(period: Temporal.Duration): number {
  return period.hours * 3_600_000 + period.minutes * 60_000 + period.seconds * 1000 + period.milliseconds;
}

/** Months, then days, on a wall clock. */
export function calendarPart(local: Temporal.PlainDateTime, period: Temporal.Duration): Temporal.PlainDateTime {
  return local
    .add({ years: period.years, months: period.months }, { overflow: 'constrain' })
    .add({ days: period.weeks * 7 + period.days });
}

export const periodOf = remembering((duration: string) => Temporal.Duration.from(duration));

const plusOf = remembering((duration: string) =>
  rememberingPerZone((at: Instant, zone) => {
    const period = periodOf(duration);
    const hasCalendarPart = period.years !== 0 || period.months !== 0 || period.weeks !== 0 || period.days !== 0;
    if (!hasCalendarPart) return at + elapsedPart(period);
    return resolveLocal(calendarPart(wallClock(at, zone), period), zone) + elapsedPart(period);
  }),
);

/** `at + duration`: months, then days, on the wall clock of `zone`; then hours and minutes as elapsed time. */
export function plus(at: Instant, duration: string, zone: string): Instant {
  return plusOf(duration)(at, zone);
}
