import { addDuration, localOf } from '../calendar.ts';
import { civilDateOf, DAY_MS } from '../civil.ts';
import { type Duration, longestMs, shortestMs } from '../duration.ts';
import type { Instant } from '../facts.ts';
import type { Zone } from '../zone.ts';

/** The offsets of no two zones differ by more: so far may the elapsed time of calendar days be from a multiple of 24 hours. */
const shiftMs = 26 * 3_600_000;

/** How many of the ascending values are not above the limit. */
export function countThrough(values: readonly number[], limit: number): number {
  let high = values.length;
  // Facts mostly lie behind.
  if (high === 0 || (values[high - 1] as number) <= limit) return high;
  let low = 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of two instants that are farther apart than this, the later one is never the first to be so long ago. */
function slackOf({ months, days }: Duration): number {
  if (months !== 0) return 4 * DAY_MS + shiftMs;
  return days === 0 ? 0 : shiftMs;
}

/**
 * When the n-th latest of the first `present` ascending instants goes out of a window of the last so long; -Infinity when there are
 * fewer. That is the n-th latest of their exits, which is not always the exit of the n-th latest: at the ends of months and where
 * clocks go back an earlier instant may go out later. Looks only at those near enough to matter.
 */
export function nthLatestExit(
  instants: readonly Instant[],
  present: number,
  n: number,
  length: Duration,
  zone: Zone,
): Instant {
  const index = present - n;
  if (index < 0) return Number.NEGATIVE_INFINITY;
  const instant = instants[index] as Instant;
  const slack = slackOf(length);
  let low = index;
  while (low > 0 && instant - (instants[low - 1] as Instant) <= slack) low--;
  let high = index + 1;
  while (high < present && (instants[high] as Instant) - instant <= slack) high++;
  if (slack === 0 || high - low === 1) return addDuration(instant, length, zone);
  const exits: Instant[] = [];
  for (let near = low; near < high; near++) exits.push(addDuration(instants[near] as Instant, length, zone));
  exits.sort((a, b) => a - b);
  return exits[index - low] as Instant;
}

/** How many of the first `present` ascending instants are in the window of the last so long. */
export function countInside(
  instants: readonly Instant[],
  present: number,
  length: Duration,
  zone: Zone,
  now: Instant,
): number {
  let index = Math.min(present, countThrough(instants, now - longestMs(length) - 1));
  const surelyInside = Math.min(present, countThrough(instants, now - shortestMs(length)));
  let count = present - surelyInside;
  for (; index < surelyInside; index++) if (addDuration(instants[index] as Instant, length, zone) > now) count++;
  return count;
}

/** Whether of two instants the later one can be so many months or days ago before the earlier one is: both at the end of a month, or where clocks went back. */
export function mayEndEarlier(earlier: Instant, later: Instant, inMonths: boolean, zone: Zone): boolean {
  const [from, to] = [localOf(earlier, zone), localOf(later, zone)];
  if (to < from) return true;
  return inMonths && to - from < 4 * DAY_MS && civilDateOf(Math.floor(to / DAY_MS)).day > 28;
}

/** A length of time as a middle, and how far it may be from it. */
export function aboutMs(length: Duration): { readonly middle: number; readonly spread: number } {
  const [shortest, longest] = [shortestMs(length), longestMs(length)];
  const middle = (shortest + longest) / 2;
  if (length.months !== 0) return { middle, spread: (longest - shortest) / 2 };
  return { middle, spread: length.days === 0 ? 0 : shiftMs };
}
