import { Temporal } from '@js-temporal/polyfill';
import type { EpochDay, Instant } from '@weir/engine';
import { remembering } from '../remembering.ts';

const dayMs = 86_400_000;
const epoch = new Temporal.PlainDate(1970, 1, 1);

export const dateOf = remembering((day: EpochDay) => epoch.add({ days: day }));

export function epochDayOf({ year, month, day }: Temporal.PlainDate): EpochDay {
  return Date.UTC(year, month - 1, day) / dayMs;
}

/** The instants of the years from `from` through `to` at which a zone changes its offset, as Temporal finds them. */
export function transitionsOf(zone: string, from: number, to: number): Instant[] {
  const end = Date.UTC(to + 1, 0, 1);
  const found: Instant[] = [];
  let next = zonedAt(Date.UTC(from, 0, 1) - 1, zone).getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds < end) {
    found.push(next.epochMilliseconds);
    next = next.getTimeZoneTransition('next');
  }
  return found;
}

export function zonedAt(instant: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

/** What the language says of one zone's calendar, in terms of Temporal alone. */
export class TemporalCalendar {
  readonly zone: string;
  /** How many local times were asked for that the clocks skip. */
  skipped = 0;

  constructor(zone: string) {
    this.zone = zone;
  }

  localAt(instant: Instant): Temporal.PlainDateTime {
    return zonedAt(instant, this.zone).toPlainDateTime();
  }

  /** The earlier instant at which the clocks show a local time; where they skip it, the next change of the clocks. */
  instantOf(local: Temporal.PlainDateTime): Instant {
    const earlier = local.toZonedDateTime(this.zone, { disambiguation: 'earlier' });
    if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
    this.skipped += 1;
    const change = earlier.getTimeZoneTransition('next');
    if (change === null) throw new Error(`no change of the clocks skips ${local.toString()} in ${this.zone}`);
    return change.epochMilliseconds;
  }

  /** Months, then days, on the wall clock, as Temporal adds them to a date; then elapsed time. */
  plus(instant: Instant, duration: Temporal.Duration): Instant {
    const { years, months, weeks, days } = duration;
    const elapsed = elapsedMs(duration);
    if (years + months + weeks + days === 0) return instant + elapsed;
    return this.instantOf(this.localAt(instant).add({ years, months, weeks, days })) + elapsed;
  }

  /** Temporal's own word for the first instant of a date. */
  readonly startOf = remembering((day: EpochDay): Instant => dateOf(day).toZonedDateTime(this.zone).epochMilliseconds);

  /** The last day that has begun. */
  readonly dayAt = remembering((instant: Instant): EpochDay => {
    let day = epochDayOf(zonedAt(instant, this.zone).toPlainDate()) + 2;
    while (this.startOf(day) > instant) day -= 1;
    return day;
  });
}

export function elapsedMs({ hours, minutes, seconds, milliseconds }: Temporal.Duration): number {
  return hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + milliseconds;
}
