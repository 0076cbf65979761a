import { Temporal } from '@js-temporal/polyfill';
import type { EpochDay, Instant } from '@weir/engine';
import { dateOf, epochDayOf, type TemporalCalendar } from './temporal-calendar.ts';

/** What is known of a customer whose segments change by time alone. */
export interface Dates {
  /** Of the profile and of the only order. */
  readonly at: Instant;
  readonly birthday: EpochDay;
}

/** From the first instant to the second, which is not part of it. */
export type Stretch = readonly [from: Instant, to: Instant];

type Holds = (dates: Dates, calendar: TemporalCalendar) => readonly Stretch[];

export interface TimedCondition {
  readonly id: string;
  readonly when: object;
  /** When it holds, for two years before `at` and two years after it at least; in order. */
  readonly holds: Holds;
}

function timed(when: object, holds: Holds): TimedCondition {
  const words =
    JSON.stringify(when)
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return { id: words.join('-'), when, holds };
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

function firstOf(unit: Unit, date: Temporal.PlainDate): Temporal.PlainDate {
  if (unit === 'day') return date;
  if (unit === 'week') return date.subtract({ days: date.dayOfWeek - 1 });
  const monthsBefore = { month: 0, quarter: (date.month - 1) % 3, year: date.month - 1 }[unit];
  return date.with({ day: 1 }).subtract({ months: monthsBefore });
}

const lengths: Readonly<Record<Unit, Temporal.DurationLike>> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
};

/** Now is in the period that is so many units before the fact's, or after it. */
function period(name: string, unit: Unit, unitsAfterFact: -1 | 0 | 1): TimedCondition {
  return timed({ customer: { createdAt: { calendar: name } } }, ({ at }, calendar) => {
    const own = firstOf(unit, dateOf(calendar.dayAt(at)));
    const length = lengths[unit];
    const first = unitsAfterFact === 0 ? own : unitsAfterFact === 1 ? own.add(length) : own.subtract(length);
    return [[calendar.startOf(epochDayOf(first)), calendar.startOf(epochDayOf(first.add(length)))]];
  });
}

const calendarPeriods = [
  period('today', 'day', 0),
  period('yesterday', 'day', 1),
  period('tomorrow', 'day', -1),
  ...(['week', 'month', 'quarter', 'year'] as const).flatMap((unit) => {
    const name = unit.replace(/^./, (letter) => letter.toUpperCase());
    return [period(`this${name}`, unit, 0), period(`last${name}`, unit, 1), period(`next${name}`, unit, -1)];
  }),
];

/** The nth return of a date; 29 February counts as the 28th in common years. */
function returnOf(day: EpochDay, nth: number): EpochDay {
  const { year, month, day: dayOfMonth } = dateOf(day);
  return epochDayOf(Temporal.PlainDate.from({ year: year + nth, month, day: dayOfMonth }, { overflow: 'constrain' }));
}

type DayOf = (dates: Dates, calendar: TemporalCalendar) => EpochDay;

const fields: Readonly<Record<string, DayOf>> = {
  createdAt: ({ at }, calendar) => calendar.dayAt(at),
  birthday: ({ birthday }) => birthday,
};

/** From so many days before each return of the date to the end of the day so many days after it. */
function anniversary(field: string, test: object, before: number, after: number): TimedCondition {
  return timed({ customer: { [field]: { anniversary: test } } }, (dates, calendar) => {
    const day = (fields[field] as DayOf)(dates, calendar);
    const years = dateOf(calendar.dayAt(dates.at)).year - dateOf(day).year;
    return [-3, -2, -1, 0, 1, 2, 3].map((away): Stretch => {
      const returned = returnOf(day, years + away);
      return [calendar.startOf(returned - before), calendar.startOf(returned + after + 1)];
    });
  });
}

/** From one return of the date to another. */
function age(field: string, test: object, from: number, to: number): TimedCondition {
  return timed({ customer: { [field]: { age: test } } }, (dates, calendar) => {
    const day = (fields[field] as DayOf)(dates, calendar);
    const start = (years: number): Instant => (Number.isFinite(years) ? calendar.startOf(returnOf(day, years)) : years);
    return [[start(from), start(to)]];
  });
}

function monthOfYear(month: number): TimedCondition {
  return timed({ customer: { createdAt: { monthOfYear: month } } }, ({ at }, calendar) =>
    dateOf(calendar.dayAt(at)).month === month ? [[-Infinity, Infinity]] : [],
  );
}

/** From one distance after the fact to another; null: for ever. */
function stretchAfter(from: string, to: string | null): Holds {
  const [near, far] = [Temporal.Duration.from(from), to === null ? null : Temporal.Duration.from(to)];
  return ({ at }, calendar) => [[calendar.plus(at, near), far === null ? Infinity : calendar.plus(at, far)]];
}

/** The number of days counted forward from the order is at least `from`, and less than `to`. */
function daysSince(test: object, from: number, to: number | null): TimedCondition {
  return timed({ orders: { daysSinceLast: test } }, stretchAfter(`P${from}D`, to === null ? null : `P${to}D`));
}

function rolling(test: object, from: string, to: string | null): TimedCondition {
  return timed({ customer: { createdAt: test } }, stretchAfter(from, to));
}

export const timedConditions: readonly TimedCondition[] = [
  ...calendarPeriods,
  anniversary('createdAt', { inNext: 'P3D' }, 3, 0),
  anniversary('createdAt', { inLast: 'P1D' }, 0, 1),
  anniversary('birthday', { inNext: 'P7D' }, 7, 0),
  anniversary('birthday', { inLast: 'P2D' }, 0, 2),
  age('createdAt', { gte: 1 }, 1, Infinity),
  age('birthday', { eq: 18 }, 18, 19),
  age('birthday', { lt: 19 }, -Infinity, 19),
  ...Array.from({ length: 12 }, (_, index) => monthOfYear(index + 1)),
  daysSince({ gte: 1 }, 1, null),
  daysSince({ eq: 2 }, 2, 3),
  daysSince({ between: [7, 29] }, 7, 30),
  daysSince({ gte: 365 }, 365, null),
  rolling({ inLast: 'P1D' }, 'P0D', 'P1D'),
  rolling({ inLast: 'P1M' }, 'P0D', 'P1M'),
  rolling({ moreThanAgo: 'P3M' }, 'P3M', null),
  rolling({ betweenAgo: ['P1D', 'P1M15DT12H'] }, 'P1D', 'P1M15DT12H'),
];
