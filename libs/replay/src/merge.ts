import { type Instant } from '@weir/engine';
import { eventTopics, type ReplayEvent } from './replay-event.ts';

export interface Merged {
  /** In the order in which they are applied. */
  readonly events: readonly ReplayEvent[];
  /** How many were left out because they lie after `until`. */
  readonly afterUntil: number;
}

/**
 * All events up to and including `until`, by `occurredAt`; at one instant by topic in the order of `eventTopics`, then in the order received.
 * Sorting is stable, and fast when the files are sorted already.
 */
export function mergeEvents(received: readonly ReplayEvent[], until: Instant): Merged {
  const rank = new Map<string, number>(eventTopics.map((topic, index) => [topic, index]));
  const events = received.filter(({ event }) => event.occurredAt <= until);
  events.sort((a, b) => a.event.occurredAt - b.event.occurredAt || (rank.get(a.topic) ?? 0) - (rank.get(b.topic) ?? 0));
  return { events, afterUntil: received.length - events.length };
}
