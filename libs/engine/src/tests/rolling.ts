import { addDuration, dayOf, startOfDay } from '../calendar.ts';
import { type Duration, durationSchema, longestMs, parseDuration, shortestMs } from '../duration.ts';
import { canEndBefore } from '../duration-order.ts';
import type { Instant } from '../facts.ts';
import { pairOf } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { NEVER, negate, type Verdict, verdict, within } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { InstantOperator } from './moment.ts';

export function readDuration(raw: unknown, reader: Reader, op: string): Duration | undefined {
  const duration = typeof raw === 'string' ? parseDuration(raw) : undefined;
  return duration ?? reader.fail(`${show(raw)} is not an ISO 8601 duration, such as P3M, P90D or PT2H (${op})`);
}

export type DurationPair = readonly [near: Duration, far: Duration];

export function readDurationPair(raw: unknown, reader: Reader, op: string): DurationPair | undefined {
  if (!Array.isArray(raw) || raw.length !== 2)
    return reader.fail(`${show(raw)} is not a pair of durations like [P30D, P60D] (${op})`);
  const [near, far] = [readDuration(raw[0], reader, op), readDuration(raw[1], reader, op)];
  if (near === undefined || far === undefined) return undefined;
  if (canEndBefore(near, far)) return [near, far];
  return reader.fail(`${near.text} is never shorter than ${far.text}: give the shorter one first (${op})`);
}

/**
 * Relative to now, always forward from the fact: a period of now that a fact at `d` opens and closes. A fact in the future has
 * opened none yet.
 */
export const rolling: Readonly<
  Record<'inLast' | 'moreThanAgo' | 'betweenAgo' | 'inNext' | 'moreThanAhead', InstantOperator>
> = {
  inLast: {
    parse: readDuration,
    schema: durationSchema,
    isTimed: true,
    compile: (length: Duration) => (moment, now, zone) =>
      within(moment.instant, addDuration(moment.instant, length, zone), now),
  },
  moreThanAgo: {
    parse: readDuration,
    schema: durationSchema,
    isTimed: true,
    compile:
      (length: Duration) =>
      ({ instant }, now, zone) =>
        within(Math.max(instant, addDuration(instant, length, zone)), Number.POSITIVE_INFINITY, now),
  },
  betweenAgo: {
    parse: readDurationPair,
    schema: pairOf(durationSchema),
    isTimed: true,
    compile:
      ([near, far]: DurationPair) =>
      ({ instant }, now, zone) =>
        within(Math.max(instant, addDuration(instant, near, zone)), addDuration(instant, far, zone), now),
  },
  inNext: {
    parse: readDuration,
    schema: durationSchema,
    isTimed: true,
    compile: (length: Duration) => (moment, now, zone) => reaches(moment.instant, length, now, zone),
  },
  moreThanAhead: {
    parse: readDuration,
    schema: durationSchema,
    isTimed: true,
    compile: (length: Duration) => (moment, now, zone) =>
      now >= moment.instant ? NEVER : negate(reaches(moment.instant, length, now, zone)),
  },
};

/** now < d <= now + length */
function reaches(d: Instant, length: Duration, now: Instant, zone: Zone): Verdict {
  if (now >= d) return NEVER;
  const holds = (at: Instant): boolean => addDuration(at, length, zone) >= d;
  const value = holds(now);
  if (value && now >= d - shortestMs(length)) return verdict(true, d);
  if (length.months === 0 && length.days === 0) return verdict(value, value ? d : d - length.ms);
  if (!value && now < d - longestMs(length)) return verdict(false, d - longestMs(length));
  return verdict(value, firstOther(holds, value, now, d, zone));
}

/**
 * The first instant after `now`, at most `end`, for which `holds` says something else. `t + length` is not monotone in t, but it
 * is within one local day between two transitions: so look into each such piece, and bisect the one in which it changes.
 */
function firstOther(holds: (at: Instant) => boolean, value: boolean, now: Instant, end: Instant, zone: Zone): Instant {
  let known = now;
  while (known < end) {
    const pieceEnd = Math.min(startOfDay(dayOf(known, zone) + 1, zone), zone.spanAt(known).end, end);
    if (holds(pieceEnd - 1) !== value) return bisect(holds, value, known, pieceEnd - 1);
    if (pieceEnd === end || holds(pieceEnd) !== value) return pieceEnd;
    known = pieceEnd;
  }
  return end;
}

function bisect(holds: (at: Instant) => boolean, value: boolean, low: Instant, high: Instant): Instant {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle) === value) low = middle;
    else high = middle;
  }
  return high;
}
