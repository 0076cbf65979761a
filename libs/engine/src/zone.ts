import { DAY_MS, epochDayOf } from './civil.ts';
import type { Instant } from './facts.ts';

/** A stretch of time, start included, end not, in which a zone keeps one offset from UTC. Neighbours may have the same one. */
export interface Span {
  readonly start: Instant;
  readonly end: Instant;
  /** Local time minus UTC, ms. */
  readonly offset: number;
}

/** About 2.2 years: a table piece is built when an instant in it is first asked for, and kept. */
const CHUNK_MS = 2 ** 36;
/** No zone has been known to change its offset and change it back within so short a time: Recife did within a week in October 2000. */
const PROBE_MS = 6 * DAY_MS;
const MAX_INSTANT = 8.64e15;

/**
 * One IANA time zone as a table of its offsets, asked of Intl once and piece by piece: looking an offset up takes nanoseconds,
 * Intl takes microseconds.
 */
export class Zone {
  readonly id: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #chunks = new Map<number, readonly Span[]>();
  #last: Span = { start: 0, end: 0, offset: 0 };

  /** Throws a RangeError for a name that Intl does not know. */
  constructor(id: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: id,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    this.id = this.#format.resolvedOptions().timeZone;
  }

  spanAt(instant: Instant): Span {
    const last = this.#last;
    if (instant >= last.start && instant < last.end) return last;
    return (this.#last = this.#find(instant));
  }

  #find(instant: Instant): Span {
    const index = Math.floor(Math.max(-MAX_INSTANT, Math.min(MAX_INSTANT, instant)) / CHUNK_MS);
    let spans = this.#chunks.get(index);
    if (spans === undefined) {
      spans = this.#readChunk(index * CHUNK_MS, (index + 1) * CHUNK_MS);
      this.#chunks.set(index, spans);
    }
    let low = 0;
    let high = spans.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (instant < (spans[middle] as Span).end) high = middle;
      else low = middle + 1;
    }
    return spans[low] as Span;
  }

  #readChunk(start: Instant, end: Instant): Span[] {
    const spans: Span[] = [];
    let spanStart = start;
    let offset = this.#askOffset(start);
    for (let probe = start; probe < end; probe += PROBE_MS) {
      const next = Math.min(probe + PROBE_MS, end);
      let known = probe;
      while (this.#askOffset(next) !== offset) {
        const change = this.#bisect(known, next, offset);
        if (change >= end) break;
        spans.push({ start: spanStart, end: change, offset });
        spanStart = known = change;
        offset = this.#askOffset(change);
      }
    }
    spans.push({ start: spanStart, end, offset });
    return spans;
  }

  /** The first instant in (low, high] whose offset is not that of `low`. */
  #bisect(low: Instant, high: Instant, offset: number): Instant {
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#askOffset(middle) === offset) low = middle;
      else high = middle;
    }
    return high;
  }

  #askOffset(instant: Instant): number {
    const clamped = Math.max(-MAX_INSTANT, Math.min(MAX_INSTANT, instant));
    const second = Math.floor(clamped / 1000) * 1000;
    const text = this.#format.format(Math.max(second, -MAX_INSTANT));
    const [month, day, year, hour, minute, sec] = (text.match(/\d+/g) ?? []).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const epochDay = epochDayOf(/ B/.test(text) ? 1 - year : year, month, day);
    return epochDay * DAY_MS + (hour * 3600 + minute * 60 + sec) * 1000 - second;
  }
}

const zones = new Map<string, Zone | null>();
/** Names come from profiles too: the memory of them must be bounded. */
const MAX_NAMES = 4096;

/** The zone of an IANA name, or undefined when there is none. Offsets such as `+03:00` are not names. */
export function findZone(name: string): Zone | undefined {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = openZone(name);
    if (zones.size >= MAX_NAMES) zones.clear();
    zones.set(name, zone);
  }
  return zone ?? undefined;
}

function openZone(name: string): Zone | null {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(name)) return null;
  try {
    return new Zone(name);
  } catch {
    return null;
  }
}
