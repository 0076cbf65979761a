import { DAY_MS } from '../civil.ts';
import { localOf } from '../calendar.ts';
import type { EpochDay, Instant } from '../facts.ts';
import type { Zone } from '../zone.ts';

/** `2027-02-03 09:12` as local clocks show it; with seconds, and milliseconds, where there are any. */
export function timeWords(instant: Instant, zone: Zone): string {
  const local = localOf(instant, zone);
  if (!(Math.abs(local) < 8.64e15)) return String(instant);
  const [date = '', time = ''] = new Date(local).toISOString().split('T');
  return `${date} ${time
    .replace('Z', '')
    .replace(/\.000$/, '')
    .replace(/^(..:..):00$/, '$1')}`;
}

/** `2027-02-03`. */
export function dayWords(day: EpochDay): string {
  const at = day * DAY_MS;
  return Math.abs(at) < 8.64e15 ? (new Date(at).toISOString().split('T')[0] ?? '') : String(day);
}
