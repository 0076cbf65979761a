import { Temporal } from '@js-temporal/polyfill';
import { remembering, rememberingPerZone } from './remembering.ts';

/** Epoch milliseconds. */
export type Instant = number;

/** What a wall clock shows, as the milliseconds since it showed 1970-01-01T00:00. */
export type LocalTime = number;

/** A date, as the days since 1970-01-01. */
export type Day = number;

const minuteMs = 60_000;
export const dayMs = 86_400_000;

function offsetByTemporal(at: Instant, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
}

const offsetAtMidnight = rememberingPerZone((day: Day, zone) => offsetByTemporal(day * dayMs, zone));

/** No zone has changed its offset within a minute since 1972. */
const offsetInMinute = rememberingPerZone((minute: number, zone) => offsetByTemporal(minute * minuteMs, zone));

/** Milliseconds east of UTC. No zone goes there and back within a day. */
export function offsetAt(at: Instant, zone: string): number {
  const day = Math.floor(at / dayMs);
  const offset = offsetAtMidnight(day, zone);
  return offset === offsetAtMidnight(day + 1, zone) ? offset : offsetInMinute(Math.floor(at / minuteMs), zone);
}

/** The wall clock of `zone` at `at`. */
export function wallClock(at: Instant, zone: string): LocalTime {
  return at + offsetAt(at, zone);
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

/** A local time near a change of the clock, by Temporal. */
const resolveByTemporal = rememberingPerZone((time: LocalTime, zone): Instant => {
  const local = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO('UTC').toPlainDateTime();
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' });
  const offsetBefore = offsetAt(earlier.epochMilliseconds, zone);
  return bisect(earlier.epochMilliseconds, later.epochMilliseconds, (at) => offsetAt(at, zone) !== offsetBefore);
});

/** The offset of all the instants that a local day, or one beside it, may hold; null when the clock changes there. */
const steadyOffset = rememberingPerZone((day: Day, zone): number | null => {
  const offset = offsetAtMidnight(day - 1, zone);
  return [0, 1, 2, 3].every((more) => offsetAtMidnight(day + more, zone) === offset) ? offset : null;
});

/** A local time as an instant: the earlier when the clock shows it twice, the transition itself when the clock skips it. */
export function resolveLocal(time: LocalTime, zone: string): Instant {
  const offset = steadyOffset(Math.floor(time / dayMs), zone);
  return offset === null ? resolveByTemporal(time, zone) : time - offset;
}

const epoch = new Temporal.PlainDate(1970, 1, 1);

export function dateOf(day: Day): Temporal.PlainDate {
  return epoch.add({ days: day });
}

export function dayOfDate(date: Temporal.PlainDate): Day {
  return epoch.until(date, { largestUnit: 'day' }).days;
}

/** A duration, taken apart. */
export interface Period {
  readonly hasCalendarPart: boolean;
  /** Months, then days, after a date; the last day of a month when there is no such date. */
  readonly after: (day: Day) => Day;
  /** The same, before it. */
  readonly before: (day: Day) => Day;
  /** Hours, minutes and seconds. */
  readonly elapsedMs: number;
}

export const periodOf = remembering((text: string): Period => {
  const { years, months, weeks, days, hours, minutes, seconds, milliseconds } = Temporal.Duration.from(text);
  const move = (sign: 1 | -1) =>
    remembering((day: Day) =>
      dayOfDate(
        dateOf(day)
          .add({ years: sign * years, months: sign * months }, { overflow: 'constrain' })
          .add({ days: sign * (weeks * 7 + days) }),
      ),
    );
  return {
    hasCalendarPart: years !== 0 || months !== 0 || weeks !== 0 || days !== 0,
    after: move(1),
    before: move(-1),
    elapsedMs: hours * 3_600_000 + minutes * minuteMs + seconds * 1000 + milliseconds,
  };
});

/** `at + duration`: months, then days, on the wall clock of `zone`; then hours and minutes as elapsed time. */
export function plus(at: Instant, duration: string, zone: string): Instant {
  const period = periodOf(duration);
  if (!period.hasCalendarPart) return at + period.elapsedMs;
  const time = wallClock(at, zone);
  const day = Math.floor(time / dayMs);
  return resolveLocal(period.after(day) * dayMs + (time - day * dayMs), zone) + period.elapsedMs;
}
