import type { JsonSchema } from './json-schema.ts';

/**
 * An ISO 8601 duration, in the three parts that arithmetic treats differently: calendar months (years are twelve of them),
 * calendar days (weeks are seven), and elapsed milliseconds.
 */
export interface Duration {
  /** As written in the definition. */
  readonly text: string;
  readonly months: number;
  readonly days: number;
  readonly ms: number;
}

const PATTERN =
  /^P(?=.)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,3}))?S)?)?$/;

export const durationSchema: JsonSchema = { type: 'string', pattern: PATTERN.source };

/** Longer ones are mistakes, and would leave the range of dates. */
const MAX_YEARS = 1000;

export function parseDuration(text: string): Duration | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const fraction = Number((match[8] ?? '').padEnd(3, '0'));
  const duration = {
    text,
    months: part(1) * 12 + part(2),
    days: part(3) * 7 + part(4),
    ms: part(5) * 3_600_000 + part(6) * 60_000 + part(7) * 1000 + fraction,
  };
  return longestMs(duration) <= MAX_YEARS * 366 * 86_400_000 ? duration : undefined;
}

/** No instant plus the duration is nearer than this: months at their shortest, two days off for the shifts of zones. */
export function shortestMs({ months, days, ms }: Duration): number {
  if (months === 0 && days === 0) return ms;
  return (Math.floor(months * 30.436_875) - 4 * Math.sign(months) + days - 2) * 86_400_000 + ms;
}

/** No instant plus the duration is farther than this. */
export function longestMs({ months, days, ms }: Duration): number {
  if (months === 0 && days === 0) return ms;
  return (Math.ceil(months * 30.436_875) + 4 * Math.sign(months) + days + 2) * 86_400_000 + ms;
}
