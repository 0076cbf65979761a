import { dayOf, startOfDay } from '../calendar.ts';
import { civilDateOf, epochDayOf, weekdayOf } from '../civil.ts';
import type { EpochDay, Instant } from '../facts.ts';
import { wordOf } from '../json-schema.ts';
import { within } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { InstantOperator } from './moment.ts';

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The unit, and how many units from the one that now is in. */
const periods = {
  today: ['day', 0],
  yesterday: ['day', -1],
  tomorrow: ['day', 1],
  thisWeek: ['week', 0],
  lastWeek: ['week', -1],
  nextWeek: ['week', 1],
  thisMonth: ['month', 0],
  lastMonth: ['month', -1],
  nextMonth: ['month', 1],
  thisQuarter: ['quarter', 0],
  lastQuarter: ['quarter', -1],
  nextQuarter: ['quarter', 1],
  thisYear: ['year', 0],
  lastYear: ['year', -1],
  nextYear: ['year', 1],
} as const satisfies Readonly<Record<string, readonly [Unit, number]>>;

export type PeriodName = keyof typeof periods;
export const periodNames = Object.keys(periods) as readonly PeriodName[];

export function isPeriodName(raw: unknown): raw is PeriodName {
  return periodNames.includes(raw as PeriodName);
}

/** Calendar tests go by local midnights: `thisMonth` is true for as long as now is in the fact's month. */
export const calendar: Readonly<Record<'calendar', InstantOperator>> = {
  calendar: {
    parse: (raw, reader) => reader.word(raw, periodNames),
    schema: wordOf(periodNames),
    isTimed: true,
    compile: (name: PeriodName) => (moment, now, zone) => {
      const [from, to] = periodOfNow(moment.day ?? dayOf(moment.instant, zone), name, zone);
      return within(from, to, now);
    },
  },
};

/** When now must be, for a fact of the given day to be in the named period: [from, to). */
export function periodOfNow(day: EpochDay, name: PeriodName, zone: Zone): readonly [from: Instant, to: Instant] {
  const [unit, offset] = periods[name];
  return [startOfDay(startOfUnit(day, unit, -offset), zone), startOfDay(startOfUnit(day, unit, 1 - offset), zone)];
}

/** The first day of the unit that is so many units after the day's own. */
function startOfUnit(day: EpochDay, unit: Unit, ahead: number): EpochDay {
  if (unit === 'day') return day + ahead;
  if (unit === 'week') return day - weekdayOf(day) + 7 * ahead;
  const { year, month } = civilDateOf(day);
  const length = unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12;
  const index = (Math.floor((year * 12 + month - 1) / length) + ahead) * length;
  return epochDayOf(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, 1);
}
