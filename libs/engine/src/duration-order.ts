import { addMonths, DAY_MS, daysInMonth, epochDayOf } from './civil.ts';
import { type Duration, longestMs, shortestMs } from './duration.ts';

/** Some zones have skipped or repeated a whole day. */
const LONGEST_SHIFT_MS = DAY_MS;

/**
 * Whether of one instant, in some zone, `near` can end before `far` does. P30D ends before P1M in a month of 31 days; P31D never
 * does, nor does P12M before P1Y.
 */
export function canEndBefore(near: Duration, far: Duration): boolean {
  if (longestMs(near) < shortestMs(far)) return true;
  if (shortestMs(near) > longestMs(far)) return false;
  const days = mostDaysBetween(near.months, far.months) + far.days - near.days;
  const ms = far.ms - near.ms;
  if (days <= 0 && ms <= 0) return false;
  return days * DAY_MS + ms + (days === 0 ? 0 : LONGEST_SHIFT_MS) > 0;
}

const known = new Map<string, number>();
/** Definitions come from people, but their number of months may be anything. */
const mostKnown = 1000;

/** By how many days at most so many months lead farther than so many others, over all dates of the calendar's 400 years. */
function mostDaysBetween(near: number, far: number): number {
  if (near === far) return 0;
  const key = `${near} ${far}`;
  let most = known.get(key);
  if (most === undefined) {
    if (known.size >= mostKnown) known.clear();
    known.set(key, (most = findMostDays(near, far)));
  }
  return most;
}

function findMostDays(near: number, far: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < 4800; index++) {
    const [year, month] = [2000 + Math.floor(index / 12), (index % 12) + 1];
    for (let day = 28; day <= daysInMonth(year, month); day++) {
      const date = epochDayOf(year, month, day);
      most = Math.max(most, addMonths(date, far) - addMonths(date, near));
    }
  }
  return most;
}
