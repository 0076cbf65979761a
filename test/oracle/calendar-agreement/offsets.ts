import type { Instant, Zone } from '@weir/engine';
import { type Agreement, instantText } from './agreement.ts';
import { zonedAt } from './temporal-calendar.ts';

/** The zone has the offsets that Temporal has. */
export function compareOffsets(instants: readonly Instant[], zone: Zone, name: string, agreement: Agreement): void {
  for (const instant of instants) {
    agreement.check(
      zone.spanAt(instant).offset,
      zonedAt(instant, name).offsetNanoseconds / 1e6,
      () => `the offset of ${name} at ${instantText(instant)}`,
    );
  }
}

/** Where the engine's table of the zone has neighbours of different offsets, in the years from `from` through `to`. */
export function changesIn(zone: Zone, from: number, to: number): Instant[] {
  const end = Date.UTC(to + 1, 0, 1);
  const changes: Instant[] = [];
  let span = zone.spanAt(Date.UTC(from, 0, 1) - 1);
  while (span.end < end) {
    const next = zone.spanAt(span.end);
    if (next.offset !== span.offset) changes.push(next.start);
    span = next;
  }
  return changes;
}
