import { groupLookup, type StatusGroup } from '@weir/engine';
import { type ReplayEvent } from './replay-event.ts';

const maxTold = 20;

/** The order statuses that no group lists, so that they count as new, with the number of order events that have them, the most frequent first. */
export function countUnlistedStatuses(
  events: readonly ReplayEvent[],
  statusGroups: Readonly<Record<string, StatusGroup>>,
): ReadonlyMap<string, number> {
  // A code that is listed has this group here, whichever it really is; any other is `new` to the engine.
  const groupOf = groupLookup(Object.fromEntries(Object.keys(statusGroups).map((code) => [code, 'paid'])));
  const counts = new Map<string, number>();
  for (const { topic, event } of events) {
    if (topic === 'order-events') counts.set(event.order.status, (counts.get(event.order.status) ?? 0) + 1);
  }
  const unlisted = [...counts].filter(([status]) => groupOf(status) !== 'paid');
  return new Map(unlisted.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}

/** A line for each status, and one for those beyond the first twenty. */
export function describeUnlistedStatuses(counts: ReadonlyMap<string, number>): string[] {
  const lines = [...counts]
    .slice(0, maxTold)
    .map(
      ([status, count]) =>
        `the order status ${JSON.stringify(status)} (${count} events) is in no status group and counts as new (--status-groups says otherwise)`,
    );
  return counts.size > maxTold ? [...lines, `so do ${counts.size - maxTold} other statuses: see summary.json`] : lines;
}
