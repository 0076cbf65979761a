import type { Instant } from '../facts.ts';
import { constant, type Verdict, verdict } from '../verdict.ts';
import type { Match } from './selection.ts';
import type { Track } from './track.ts';

/** What is counted: orders with their totals, or their matching items with their amounts. */
export type Unit = 'orders' | 'items';

export interface RunningTotal {
  count: number;
  sum: number;
}

function change(total: RunningTotal, track: Track, index: number, unit: Unit, sign: 1 | -1): void {
  if (unit === 'orders') {
    total.count += sign;
    total.sum += sign * (track.total[index] as number);
  } else {
    const { items, itemTotal } = track.matches[index] as Match;
    total.count += sign * items.length;
    total.sum += sign * itemTotal;
  }
}

export function totalInside(track: Track, now: Instant, unit: Unit): RunningTotal {
  const total: RunningTotal = { count: 0, sum: 0 };
  const mayStart = track.mayStartAfter(now);
  for (let i = track.firstLive(now); i < track.matches.length; i++) {
    if (!mayStart || track.isInside(i, now)) change(total, track, i, unit, 1);
  }
  return total;
}

/**
 * Whether count and sum of what is inside the window pass the test, and the instant at which that changes: found by walking the
 * coming entries and exits in order until the comparison flips. Sums go up and down on the way, so no shortcut would be right.
 */
export function evaluateTotal(
  track: Track,
  now: Instant,
  unit: Unit,
  holds: (total: RunningTotal) => boolean,
): Verdict {
  const total = totalInside(track, now, unit);
  const value = holds(total);
  if (!track.isTimed) return constant(value);
  const { from, to } = track;
  const starts = track.mayStartAfter(now) ? comingStarts(track, now) : none;
  let exit = track.firstLive(now);
  let entry = 0;
  for (;;) {
    const nextExit = exit < to.length ? (to[exit] as Instant) : Number.POSITIVE_INFINITY;
    const nextEntry = entry < starts.length ? (from[starts[entry] as number] as Instant) : Number.POSITIVE_INFINITY;
    const next = nextExit < nextEntry ? nextExit : nextEntry;
    if (next === Number.POSITIVE_INFINITY) return constant(value);
    for (; exit < to.length && to[exit] === next; exit++) change(total, track, exit, unit, -1);
    for (; entry < starts.length && from[starts[entry] as number] === next; entry++) {
      change(total, track, starts[entry] as number, unit, 1);
    }
    if (holds(total) !== value) return verdict(value, next);
  }
}

const none: readonly number[] = [];

/** Those that have yet to go into the window, by the instant at which they will. */
function comingStarts({ from }: Track, now: Instant): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < from.length; i++) if ((from[i] as Instant) > now) found.push(i);
  return found.sort((a, b) => (from[a] as Instant) - (from[b] as Instant));
}
