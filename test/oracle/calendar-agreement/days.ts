import { dayOf, type Instant, startOfDay, type Zone } from '@weir/engine';
import { type Agreement, instantText } from './agreement.ts';
import { dateOf, type TemporalCalendar } from './temporal-calendar.ts';

/** The days around each instant begin when Temporal says, and the instant belongs to the last that has begun. */
export function compareDays(
  instants: readonly Instant[],
  zone: Zone,
  calendar: TemporalCalendar,
  agreement: Agreement,
): void {
  const compareDayAt = (instant: Instant): void => {
    const day = calendar.dayAt(instant);
    agreement.check(dayOf(instant, zone), day, () => `the day of ${instantText(instant)} in ${calendar.zone}`);
  };
  const days = new Set<number>();
  for (const instant of instants) {
    compareDayAt(instant);
    for (let away = -1; away <= 1; away++) days.add(calendar.dayAt(instant) + away);
  }
  for (const day of days) {
    const start = calendar.startOf(day);
    agreement.check(startOfDay(day, zone), start, () => `the start of ${dateOf(day).toString()} in ${calendar.zone}`);
    for (const instant of [start - 1, start, start + 1]) compareDayAt(instant);
  }
}
