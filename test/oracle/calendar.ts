import { Temporal } from '@js-temporal/polyfill';

/** Epoch milliseconds. */
export type Instant = number;

const cached = new Map<string, Instant>();

/** Temporal is slow and the same sums come back thousands of times; only the answers are kept, never the way to them. */
function remember(key: string, compute: () => Instant): Instant {
  const known = cached.get(key);
  if (known !== undefined) return known;
  if (cached.size > 300_000) cached.clear();
  const value = compute();
  cached.set(key, value);
  return value;
}

function zoned(at: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

/** The wall clock of `zone` at `at`. */
export function wallClock(at: Instant, zone: string): Temporal.PlainDateTime {
  return zoned(at, zone).toPlainDateTime();
}

/** Milliseconds east of UTC. */
export function offsetAt(at: Instant, zone: string): number {
  return zoned(at, zone).offsetNanoseconds / 1_000_000;
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

function elapsedPart(period: Temporal.Duration): number {
  return period.hours * 3_600_000 + period.minutes * 60_000 + period.seconds * 1000 + period.milliseconds;
}

function calendarPart(local: Temporal.PlainDateTime, period: Temporal.Duration): Temporal.PlainDateTime {
  return local
    .add({ years: period.years, months: period.months }, { overflow: 'constrain' })
    .add({ days: period.weeks * 7 + period.days });
}

/** `at + duration`: months, then days, on the wall clock of `zone`; then hours and minutes as elapsed time. */
export function plus(at: Instant, duration: string, zone: string): Instant {
  return remember(`${at}+${duration}@${zone}`, () => {
    const period = Temporal.Duration.from(duration);
    const hasCalendarPart = period.years !== 0 || period.months !== 0 || period.weeks !== 0 || period.days !== 0;
    if (!hasCalendarPart) return at + elapsedPart(period);
    return resolveLocal(calendarPart(wallClock(at, zone), period), zone) + elapsedPart(period);
  });
}

/** The local midnight of `date`, moved on by `duration` (PT0S: that midnight). */
export function midnightPlus(date: Temporal.PlainDate, duration: string, zone: string): Instant {
  return remember(`${date.toString()}+${duration}@${zone}`, () => {
    const period = Temporal.Duration.from(duration);
    return resolveLocal(calendarPart(date.toPlainDateTime(), period), zone) + elapsedPart(period);
  });
}

/** The first instant of a local day. */
export function startOfDay(date: Temporal.PlainDate, zone: string): Instant {
  return midnightPlus(date, 'PT0S', zone);
}

/** The local day that holds `at`: days are the stretches between their first instants, even when the clock goes back over midnight. */
export function localDay(at: Instant, zone: string): Temporal.PlainDate {
  const shown = wallClock(at, zone).toPlainDate();
  const next = shown.add({ days: 1 });
  return startOfDay(next, zone) <= at ? next : shown;
}

/** Whole local days, the last one left out. */
export interface Days {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

function firstOf(unit: Unit, day: Temporal.PlainDate): Temporal.PlainDate {
  if (unit === 'day') return day;
  if (unit === 'week') return day.subtract({ days: day.dayOfWeek - 1 });
  if (unit === 'month') return day.with({ day: 1 });
  if (unit === 'quarter') return day.with({ month: day.month - ((day.month - 1) % 3), day: 1 });
  return day.with({ month: 1, day: 1 });
}

const unitLength: Record<Unit, Temporal.DurationLike> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
};

function readPeriodName(name: string): { unit: Unit; move: -1 | 0 | 1 } {
  if (name === 'today') return { unit: 'day', move: 0 };
  if (name === 'yesterday') return { unit: 'day', move: -1 };
  if (name === 'tomorrow') return { unit: 'day', move: 1 };
  const parts = /^(this|last|next)(Week|Month|Quarter|Year)$/.exec(name);
  if (parts === null) throw new Error(`the oracle knows no calendar period ${name}`);
  const move = parts[1] === 'this' ? 0 : parts[1] === 'last' ? -1 : 1;
  return { unit: String(parts[2]).toLowerCase() as Unit, move };
}

/** The days of `thisMonth`, `lastQuarter`, `today` ... as seen on the local day `today`. */
export function calendarPeriod(name: string, today: Temporal.PlainDate): Days {
  const { unit, move } = readPeriodName(name);
  const current = firstOf(unit, today);
  const length = unitLength[unit];
  const from = move === 0 ? current : move === 1 ? current.add(length) : firstOf(unit, current.subtract({ days: 1 }));
  return { from, to: from.add(length) };
}

/** The anniversary of `date` in `year`; 29 February counts as the 28th in common years. */
export function anniversaryIn(year: number, date: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year, month: date.month, day: date.day }, { overflow: 'constrain' });
}

/** A literal of a definition: an instant with an offset, a local date (its first instant), or a local date and time. */
export function readInstant(literal: string, zone: string): Instant {
  if (/^\d{4}-\d\d-\d\d$/.test(literal)) return startOfDay(Temporal.PlainDate.from(literal), zone);
  if (/(Z|[+-]\d\d:?\d\d)$/i.test(literal)) return Temporal.Instant.from(literal).epochMilliseconds;
  return resolveLocal(Temporal.PlainDateTime.from(literal), zone);
}

export function dateOfEpochDay(day: number): Temporal.PlainDate {
  return new Temporal.PlainDate(1970, 1, 1).add({ days: day });
}

export function readDate(literal: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(literal);
}
