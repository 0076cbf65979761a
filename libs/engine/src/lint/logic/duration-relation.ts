import { addMonths, DAY_MS, daysInMonth, epochDayOf } from '../../civil.ts';
import { canEndBefore } from '../../duration-order.ts';
import { type Duration, longestMs, shortestMs } from '../../duration.ts';

const known = new Map<string, boolean>();
const MAX_KNOWN = 10_000;

/** Whether of no instant, in no zone, `near` ends before `far`. Remembered, as it takes a walk over the whole calendar. */
export function neverEndsBefore(near: Duration, far: Duration): boolean {
  return remembered(`${near.text} ${far.text}`, () => !canEndBefore(near, far));
}

/** Whether from every date, by the calendar alone, `near` ends before `far`: P28D and P1M do not, in February. */
export function alwaysEndsBefore(near: Duration, far: Duration): boolean {
  return remembered(`${near.text} < ${far.text}`, () => {
    if (longestMs(near) < shortestMs(far)) return true;
    if (shortestMs(near) > longestMs(far)) return false;
    return (fewestDaysFrom(near, far) + far.days - near.days) * DAY_MS + far.ms - near.ms > 0;
  });
}

/** By how many days at least the months of `far` lead farther than those of `near`, over all dates of the calendar's 400 years; up to the 28th all go as it does. */
function fewestDaysFrom(near: Duration, far: Duration): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < 4800; index++) {
    const [year, month] = [2000 + Math.floor(index / 12), (index % 12) + 1];
    for (let day = 28; day <= daysInMonth(year, month); day++) {
      const date = epochDayOf(year, month, day);
      fewest = Math.min(fewest, addMonths(date, far.months) - addMonths(date, near.months));
    }
  }
  return fewest;
}

function remembered(key: string, find: () => boolean): boolean {
  const found = known.get(key) ?? find();
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(key, found);
  return found;
}
