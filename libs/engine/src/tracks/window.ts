import { addDuration, dayOf } from '../calendar.ts';
import { type Duration, durationSchema } from '../duration.ts';
import type { Instant } from '../facts.ts';
import { anyOf, type JsonSchema, objectOf, pairOf, wordOf } from '../json-schema.ts';
import { instantOf, readTimePoint, type TimePoint, timePointSchema } from '../literal.ts';
import type { Reader } from '../reading.ts';
import { isOrdered } from '../tests/absolute.ts';
import { isPeriodName, type PeriodName, periodNames, periodOfNow } from '../tests/period.ts';
import { type DurationPair, readDuration, readDurationPair } from '../tests/rolling.ts';
import { testInWords } from '../tests/test.ts';
import type { Zone } from '../zone.ts';
import { always, type Interval } from './track.ts';

/** Which stretch of time a leaf looks at; null is all time, the future included. */
export type Window =
  | { readonly kind: 'inLast'; readonly length: Duration }
  | { readonly kind: 'betweenAgo'; readonly lengths: DurationPair }
  | { readonly kind: 'range'; readonly from: TimePoint | null; readonly to: TimePoint | null }
  | { readonly kind: 'calendar'; readonly period: PeriodName };

const shapes = '{ inLast: P90D }, { betweenAgo: [P30D, P60D] }, { from, to } or { calendar: thisMonth }';

export function parseWindow(raw: unknown, reader: Reader): Window | undefined {
  const entries = reader.shape(raw, `a window; allowed: ${shapes}`, ['inLast', 'betweenAgo', 'from', 'to', 'calendar']);
  if (entries === undefined) return undefined;
  const keys = [...entries.keys()].filter((key) => key !== 'from' && key !== 'to');
  const isRange = keys.length < entries.size;
  if (keys.length + Number(isRange) !== 1) return reader.fail(`a window is one of ${shapes}`);
  if (isRange) return parseRange(entries, reader);
  const value = entries.get(keys[0] ?? '');
  switch (keys[0]) {
    case 'inLast': {
      const length = readDuration(value, reader, 'inLast');
      return length && { kind: 'inLast', length };
    }
    case 'betweenAgo': {
      const lengths = readDurationPair(value, reader, 'betweenAgo');
      return lengths && { kind: 'betweenAgo', lengths };
    }
    case 'calendar':
      return isPeriodName(value) ? { kind: 'calendar', period: value } : reader.word(value, periodNames) && undefined;
    default:
      return undefined;
  }
}

function parseRange(entries: ReadonlyMap<string, unknown>, reader: Reader): Window | undefined {
  const read = (key: string): TimePoint | null | undefined =>
    entries.has(key) ? readTimePoint(entries.get(key), reader, key) : null;
  const [from, to] = [read('from'), read('to')];
  if (from === undefined || to === undefined) return undefined;
  if (from !== null && to !== null && !isOrdered(from, to))
    return reader.fail('the range is empty: from is not before to');
  return { kind: 'range', from, to };
}

/** What `parseWindow` reads. */
export const windowSchema: JsonSchema = {
  title: 'a window',
  ...anyOf(
    objectOf({ inLast: durationSchema }),
    objectOf({ betweenAgo: pairOf(durationSchema) }),
    objectOf({ calendar: wordOf(periodNames) }),
    objectOf({ from: timePointSchema, to: timePointSchema }),
  ),
};

/** Whether what is inside changes as time passes. */
export function isTimedWindow(window: Window | null): boolean {
  return window !== null && window.kind !== 'range';
}

/** When a fact at `d` is inside. */
export function intervalOf(window: Window | null, d: Instant, zone: Zone): Interval {
  switch (window?.kind) {
    case undefined:
      return always;
    case 'inLast':
      return [d, addDuration(d, window.length, zone)];
    case 'betweenAgo':
      return [Math.max(d, addDuration(d, window.lengths[0], zone)), addDuration(d, window.lengths[1], zone)];
    case 'calendar':
      return periodOfNow(dayOf(d, zone), window.period, zone);
    case 'range': {
      const isIn =
        (window.from === null || d >= instantOf(window.from, zone)) &&
        (window.to === null || d < instantOf(window.to, zone));
      return isIn ? always : [0, 0];
    }
  }
}

export function windowInWords(window: Window): string {
  const test = (op: string, operand: Parameters<typeof testInWords>[0]['operations'][number]['operand']): string =>
    testInWords({ operations: [{ op, operand }] });
  switch (window.kind) {
    case 'inLast':
      return test('inLast', window.length);
    case 'betweenAgo':
      return test('betweenAgo', window.lengths);
    case 'calendar':
      return window.period;
    case 'range':
      return [window.from && test('from', window.from), window.to && test('to', window.to)].filter(Boolean).join(' ');
  }
}
