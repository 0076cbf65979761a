import { addMonths, DAY_MS } from './civil.ts';
import type { Duration } from './duration.ts';
import type { EpochDay, Instant } from './facts.ts';
import type { Zone } from './zone.ts';

/** No zone's local time is farther from UTC than this. */
const MAX_OFFSET_MS = 26 * 3_600_000;
/** Beyond this, some 250,000 years away, there are no zones: a fact so far off is taken as it stands. */
const MAX_LOCAL = 8e15;

/**
 * The instant at which local clocks show `local` (ms since 1970-01-01T00:00 on the wall). A time shown twice is the earlier one;
 * a time that is skipped is the instant of the transition that skips it.
 */
export function instantOfLocal(local: number, zone: Zone): Instant {
  if (!(local > -MAX_LOCAL && local < MAX_LOCAL)) return local;
  let span = zone.spanAt(local);
  if (local - span.offset - MAX_OFFSET_MS < span.start) span = zone.spanAt(local - MAX_OFFSET_MS);
  else if (local - span.offset < span.end) return local - span.offset;
  while (local >= span.end + span.offset) span = zone.spanAt(span.end);
  const instant = local - span.offset;
  return instant > span.start ? instant : span.start;
}

export function localOf(instant: Instant, zone: Zone): number {
  return instant + zone.spanAt(instant).offset;
}

/**
 * Forward from an instant: months first, then days, both at the same time on the wall and month ends clamped, then elapsed time.
 * Not monotone in `instant`: never assume that of two facts the earlier one expires first.
 */
export function addDuration(instant: Instant, duration: Duration, zone: Zone): Instant {
  const { months, days, ms } = duration;
  if (months === 0 && days === 0) return instant + ms;
  const local = localOf(instant, zone);
  const day = Math.floor(local / DAY_MS);
  const moved = (months === 0 ? day : addMonths(day, months)) + days;
  return instantOfLocal(local + (moved - day) * DAY_MS, zone) + ms;
}

/** The first instant of a local day. */
export function startOfDay(day: EpochDay, zone: Zone): Instant {
  return instantOfLocal(day * DAY_MS, zone);
}

/** The local day that an instant belongs to: the last one that has begun. */
export function dayOf(instant: Instant, zone: Zone): EpochDay {
  const day = Math.floor(localOf(instant, zone) / DAY_MS);
  return startOfDay(day + 1, zone) <= instant ? day + 1 : day;
}
