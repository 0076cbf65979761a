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

function change(total: RunningTotal, { order, items }: Match, unit: Unit, sign: 1 | -1): void {
  if (unit === 'orders') {
    total.count += sign;
    total.sum += sign * order.total;
    return;
  }
  for (const item of items) {
    total.count += sign;
    total.sum += sign * item.amount;
  }
}

export function totalInside(track: Track, now: Instant, unit: Unit): RunningTotal {
  const total: RunningTotal = { count: 0, sum: 0 };
  for (let i = track.firstLive(now); i < track.matches.length; i++) {
    if ((track.from[i] as Instant) <= now) change(total, track.matches[i] as Match, unit, 1);
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
  const starts = comingStarts(track, now);
  const { matches, from, to } = track;
  let exit = track.firstLive(now);
  let entry = 0;
  for (;;) {
    const nextExit = to[exit] ?? Number.POSITIVE_INFINITY;
    const nextEntry = entry < starts.length ? (from[starts[entry] as number] as Instant) : Number.POSITIVE_INFINITY;
    const next = nextExit < nextEntry ? nextExit : nextEntry;
    if (next === Number.POSITIVE_INFINITY) return constant(value);
    for (; to[exit] === next; exit++) change(total, matches[exit] as Match, unit, -1);
    for (; entry < starts.length && from[starts[entry] as number] === next; entry++) {
      change(total, matches[starts[entry] as number] as Match, unit, 1);
    }
    if (holds(total) !== value) return verdict(value, next);
  }
}

const none: readonly number[] = [];

/** Those that have yet to go into the window, by the instant at which they will. */
function comingStarts({ from }: Track, now: Instant): readonly number[] {
  let found: number[] | undefined;
  for (let i = 0; i < from.length; i++) if ((from[i] as Instant) > now) (found ??= []).push(i);
  return found?.sort((a, b) => (from[a] as Instant) - (from[b] as Instant)) ?? none;
}
