import { startOfDay } from '../calendar.ts';
import type { Instant } from '../facts.ts';
import { pairOf } from '../json-schema.ts';
import { dateSchema, instantOf, parseDate, readTimePoint, type TimePoint, timePointSchema } from '../literal.ts';
import { type Reader, show } from '../reading.ts';
import { constant } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { InstantOperator, InstantPredicate } from './moment.ts';

/** Fixed points and days: no passing of time changes what they say. A date stands for its first instant in the zone. */
export const absolute: Readonly<Record<'before' | 'after' | 'between' | 'on', InstantOperator>> = {
  before: {
    parse: readTimePoint,
    schema: timePointSchema,
    isTimed: false,
    compile: (operand: TimePoint) => fixed((d, zone) => d < instantOf(operand, zone)),
  },
  after: {
    parse: readTimePoint,
    schema: timePointSchema,
    isTimed: false,
    compile: (operand: TimePoint) => fixed((d, zone) => d > instantOf(operand, zone)),
  },
  between: {
    parse: readRange,
    schema: pairOf(timePointSchema),
    isTimed: false,
    compile: ([from, to]: TimeRange) => fixed((d, zone) => d >= instantOf(from, zone) && d < instantOf(to, zone)),
  },
  on: {
    parse: (raw, reader, op) => {
      const date = typeof raw === 'string' ? parseDate(raw) : undefined;
      return date === undefined ? reader.fail(`${show(raw)} is not a date like 2026-03-08 (${op})`) : { date };
    },
    schema: dateSchema,
    isTimed: false,
    compile: ({ date }: { readonly date: number }) =>
      fixed((d, zone) => d >= startOfDay(date, zone) && d < startOfDay(date + 1, zone)),
  },
};

function fixed(holds: (d: Instant, zone: Zone) => boolean): InstantPredicate {
  return (moment, _now, zone) => constant(holds(moment.instant, zone));
}

export type TimeRange = readonly [from: TimePoint, to: TimePoint];

/** Half-open: [from, to). */
export function readRange(raw: unknown, reader: Reader, op: string): TimeRange | undefined {
  if (!Array.isArray(raw) || raw.length !== 2) return reader.fail(`${show(raw)} is not a pair [from, to] (${op})`);
  const [from, to] = [readTimePoint(raw[0], reader, op), readTimePoint(raw[1], reader, op)];
  if (from === undefined || to === undefined) return undefined;
  return isOrdered(from, to) ? [from, to] : reader.fail(`the range is empty: from is not before to (${op})`);
}

/** Compared only where the zone cannot matter. */
export function isOrdered(from: TimePoint, to: TimePoint): boolean {
  if ('date' in from && 'date' in to) return from.date < to.date;
  return !('instant' in from && 'instant' in to) || from.instant < to.instant;
}
