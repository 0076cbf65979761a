import { startOfDay } from './calendar.ts';
import { daysInMonth, epochDayOf } from './civil.ts';
import type { EpochDay, Instant } from './facts.ts';
import { anyOf, type JsonSchema } from './json-schema.ts';
import type { Reader } from './reading.ts';
import { show } from './reading.ts';
import type { Zone } from './zone.ts';

/** A point in time as a definition names it: an exact instant, or a date, which stands for its first instant in the segment's zone. */
export type TimePoint = { readonly instant: Instant } | { readonly date: EpochDay };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

export const dateSchema: JsonSchema = { type: 'string', pattern: DATE.source };
/** Of what `readTimePoint` reads. */
export const timePointSchema = anyOf(dateSchema, { type: 'string', pattern: INSTANT.source });

export function parseDate(text: string): EpochDay | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return epochDayOf(year, month, day);
}

export function parseInstant(text: string): Instant | undefined {
  if (!INSTANT.test(text) || parseDate(text.slice(0, 10)) === undefined) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

/** `2026-03-08`, or `2026-03-08T12:00:00+03:00`. */
export function readTimePoint(value: unknown, reader: Reader, operator: string): TimePoint | undefined {
  if (typeof value === 'string') {
    const date = parseDate(value);
    if (date !== undefined) return { date };
    const instant = parseInstant(value);
    if (instant !== undefined) return { instant };
  }
  return reader.fail(
    `${show(value)} is neither a date like 2026-03-08 nor an instant with an offset like 2026-03-08T12:00:00Z (${operator})`,
  );
}

export function instantOf(point: TimePoint, zone: Zone): Instant {
  return 'instant' in point ? point.instant : startOfDay(point.date, zone);
}
