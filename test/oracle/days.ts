import { Temporal } from '@js-temporal/polyfill';
import { dateOf, dayMs, dayOfDate, periodOf, resolveLocal, wallClock, type Day, type Instant } from './calendar.ts';
import { remembering, rememberingPerZone } from './remembering.ts';

export const readDay = remembering((literal: string): Day => dayOfDate(Temporal.PlainDate.from(literal)));

/** The local midnight of `day`, moved on by `duration`. */
export function midnightPlus(day: Day, duration: string, zone: string): Instant {
  const period = periodOf(duration);
  return resolveLocal(period.after(day) * dayMs, zone) + period.elapsedMs;
}

/** The first instant of a local day. */
export function startOfDay(day: Day, zone: string): Instant {
  return resolveLocal(day * dayMs, zone);
}

/** The local day that holds `at`: days are the stretches between their first instants, even when the clock goes back over midnight. */
export function localDay(at: Instant, zone: string): Day {
  const shown = Math.floor(wallClock(at, zone) / dayMs);
  return startOfDay(shown + 1, zone) <= at ? shown + 1 : shown;
}

/** A literal of a definition: an instant with an offset, a local date (its first instant), or a local date and time. */
export const readInstant = rememberingPerZone((literal: string, zone): Instant => {
  if (/^\d{4}-\d\d-\d\d$/.test(literal)) return startOfDay(readDay(literal), zone);
  if (/(Z|[+-]\d\d:?\d\d)$/i.test(literal)) return Temporal.Instant.from(literal).epochMilliseconds;
  return resolveLocal(Temporal.PlainDateTime.from(literal).toZonedDateTime('UTC').epochMilliseconds, zone);
});

/** Whole local days, the last one left out. */
export interface Days {
  readonly from: Day;
  readonly to: Day;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

function firstOf(unit: Unit, date: Temporal.PlainDate): Temporal.PlainDate {
  if (unit === 'day') return date;
  if (unit === 'week') return date.subtract({ days: date.dayOfWeek - 1 });
  if (unit === 'month') return date.with({ day: 1 });
  if (unit === 'quarter') return date.with({ month: date.month - ((date.month - 1) % 3), day: 1 });
  return date.with({ month: 1, day: 1 });
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

const periodAround = remembering((name: string) =>
  remembering((today: Day): Days => {
    const { unit, move } = readPeriodName(name);
    const current = firstOf(unit, dateOf(today));
    const length = unitLength[unit];
    const from = move === 0 ? current : move === 1 ? current.add(length) : firstOf(unit, current.subtract({ days: 1 }));
    return { from: dayOfDate(from), to: dayOfDate(from.add(length)) };
  }),
);

/** The days of `thisMonth`, `lastQuarter`, `today` ... as seen on the local day `today`. */
export function calendarPeriod(name: string, today: Day): Days {
  return periodAround(name)(today);
}

export const yearOf = remembering((day: Day) => dateOf(day).year);

/** 1 to 12. */
export const monthOf = remembering((day: Day) => dateOf(day).month);

const anniversary = remembering((day: Day) =>
  remembering((year: number): Day => {
    const date = dateOf(day);
    return dayOfDate(Temporal.PlainDate.from({ year, month: date.month, day: date.day }, { overflow: 'constrain' }));
  }),
);

/** The anniversary of `day` in `year`; 29 February counts as the 28th in common years. */
export function anniversaryIn(year: number, day: Day): Day {
  return anniversary(day)(year);
}

/** The day that lies a duration of days, weeks, months or years after another; before it when `sign` is -1. */
export function dayPlus(day: Day, sign: 1 | -1, duration: string): Day {
  const period = periodOf(duration);
  return sign === 1 ? period.after(day) : period.before(day);
}
