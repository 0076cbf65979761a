import { dayOf, startOfDay } from '../calendar.ts';
import { civilDateOf, daysInMonth, epochDayOf } from '../civil.ts';
import { type Duration, durationSchema } from '../duration.ts';
import type { EpochDay, Instant } from '../facts.ts';
import { anyOf, listOf } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { both, constant, type Verdict, verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { InstantOperator } from './moment.ts';
import { monthNumber, nextFlip, wholeYears } from './number.ts';
import { readDuration } from './rolling.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema } from './scalar.ts';
import { type Operation, operationsSchema, parseOperations, type Test } from './test.ts';

const daysAround = {
  inNext: { parse: readDays, schema: durationSchema },
  inLast: { parse: readDays, schema: durationSchema },
};

/** What comes back every year; 29 February counts as 28 February in common years. */
export const recurring: Readonly<Record<'anniversary' | 'age' | 'monthOfYear', InstantOperator>> = {
  anniversary: {
    parse: (raw, reader) => {
      const entries = reader.at('anniversary').object(raw, 'a test of an anniversary, such as { inNext: P7D }');
      return entries && parseOperations(entries, daysAround, reader.at('anniversary'));
    },
    schema: operationsSchema(daysAround),
    isTimed: true,
    compile: ({ operations }: Test) => {
      const spans = operations.map(spanAround);
      return (moment, now, zone) =>
        spans.map((span) => nearAnniversary(moment.day ?? dayOf(moment.instant, zone), span, now, zone)).reduce(both);
    },
  },
  age: {
    parse: (raw, reader) => parseScalarTest(wholeYears, raw, reader.at('age')),
    schema: scalarTestSchema(wholeYears),
    isTimed: true,
    whenMissing: (test: Test) => compileScalarTest(wholeYears, test)(null),
    compile: (test: Test) => {
      const holds = compileScalarTest(wholeYears, test);
      return (moment, now, zone) => ofAge(moment.day ?? dayOf(moment.instant, zone), test, holds, now, zone);
    },
  },
  monthOfYear: {
    parse: (raw, reader, op) =>
      Array.isArray(raw) ? readMonths(raw, reader, op) : parseScalarTest(monthNumber, raw, reader.at('monthOfYear')),
    schema: anyOf(listOf({ type: 'integer', minimum: 1, maximum: 12 }, 12), scalarTestSchema(monthNumber)),
    isTimed: false,
    whenMissing: (operand: Months) => compileMonths(operand)(null),
    compile: (operand: Months) => {
      const holds = compileMonths(operand);
      return (moment, _now, zone) => constant(holds(civilDateOf(moment.day ?? dayOf(moment.instant, zone)).month));
    },
  },
};

/** A list of months, 1 to 12, or a test of the month's number. */
type Months = readonly number[] | Test;

function compileMonths(operand: Months): (month: number | null) => boolean {
  if ('operations' in operand) return compileScalarTest(monthNumber, operand);
  return (value) => value !== null && operand.includes(value);
}

interface DaysAround {
  readonly before: number;
  readonly after: number;
}

function spanAround({ op, operand }: Operation): DaysAround {
  const { days } = operand as Duration;
  return op === 'inNext' ? { before: days, after: 0 } : { before: 0, after: days };
}

/** The n-th return of a day. */
function anniversaryOf(day: EpochDay, n: number): EpochDay {
  const { year, month, day: dayOfMonth } = civilDateOf(day);
  return epochDayOf(year + n, month, Math.min(dayOfMonth, daysInMonth(year + n, month)));
}

function yearOf(day: EpochDay): number {
  return civilDateOf(day).year;
}

/**
 * From the local midnight so many days before an anniversary to the end of the day so many days after. The day comes back every
 * year, and its own year is one of them.
 */
function nearAnniversary(day: EpochDay, { before, after }: DaysAround, now: Instant, zone: Zone): Verdict {
  const first = yearOf(dayOf(now, zone)) - 2 - yearOf(day);
  let insideUntil = -Infinity;
  let nextStart = Infinity;
  for (let n = first; n < first + 5; n++) {
    const anniversary = anniversaryOf(day, n);
    const start = startOfDay(anniversary - before, zone);
    const end = startOfDay(anniversary + after + 1, zone);
    if (start > now) nextStart = Math.min(nextStart, start);
    else if (end > now) insideUntil = Math.max(insideUntil, end);
  }
  return insideUntil > now ? verdict(true, insideUntil) : verdict(false, nextStart);
}

/** Completed years; below zero before the day itself. */
function ofAge(day: EpochDay, test: Test, holds: (age: number) => boolean, now: Instant, zone: Zone): Verdict {
  const today = dayOf(now, zone);
  const years = yearOf(today) - yearOf(day);
  const age = anniversaryOf(day, years) <= today ? years : years - 1;
  const flip = nextFlip(test, holds, age);
  return verdict(holds(age), flip === undefined ? Infinity : startOfDay(anniversaryOf(day, flip), zone));
}

const MAX_DAYS = 366;

function readDays(raw: unknown, reader: Reader, op: string): Duration | undefined {
  const duration = readDuration(raw, reader, op);
  if (duration === undefined) return undefined;
  if (duration.months === 0 && duration.ms === 0 && duration.days <= MAX_DAYS) return duration;
  return reader.fail(`${duration.text} is not a number of whole days up to ${MAX_DAYS}, such as P7D (${op})`);
}

function readMonths(raw: readonly unknown[], reader: Reader, op: string): readonly number[] | undefined {
  const isMonth = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 12;
  if (raw.length > 0 && raw.length <= 12 && raw.every(isMonth)) return raw;
  return reader.fail(`${show(raw.find((value) => !isMonth(value)))} is not a month from 1 to 12 (${op})`);
}
