import type { CustomerFacts } from '../customer-facts.ts';
import type { Lens } from '../tracks/track-plan.ts';
import type { Instant } from '../facts.ts';
import type { Zone } from '../zone.ts';
import type { Match } from './selection.ts';
import type { Interval } from '../tracks/track.ts';
import { intervalOf, type Window } from '../tracks/window.ts';

/** A matching order and when the window holds it. */
export interface Stay {
  readonly match: Match;
  readonly interval: Interval;
}

/** All matching orders by the timestamp that counts, whether they are in the window or not: what tracks forget, people may ask. */
export function staysOf({ selection, window, zone }: Lens, facts: CustomerFacts): readonly Stay[] {
  const stays: Stay[] = [];
  for (const { order } of facts.state.orders.values()) {
    const match = selection.match(order) as Match | null;
    if (match !== null) stays.push({ match, interval: intervalOf(window, match.at, zone ?? facts.ownZone) });
  }
  return stays.sort((a, b) => a.match.at - b.match.at);
}

export function isInside({ interval: [from, to] }: Pick<Stay, 'interval'>, now: Instant): boolean {
  return from <= now && now < to;
}

/** When an order of now would count, an instant not before now; null when it would not. */
export function newcomerCountsFrom(window: Window | null, now: Instant, zone: Zone): Instant | null {
  const [from, to] = intervalOf(window, now, zone);
  return from < to && now < to ? Math.max(from, now) : null;
}
