import { type CustomerFacts, knownFacts } from '../customer-facts.ts';
import type { Instant } from '../facts.ts';
import type { Occasion } from '../tracks/selection.ts';
import type { Interval } from '../tracks/track.ts';
import type { Lens } from '../tracks/track-plan.ts';
import { intervalOf, type Window } from '../tracks/window.ts';
import type { Zone } from '../zone.ts';

/** An occasion and when the window holds it. */
export interface Stay {
  readonly occasion: Occasion;
  readonly interval: Interval;
}

/** All occasions, the earliest first, whether they are in the window or not: what tracks forget, people may ask. */
export function staysOf({ selection, window, zone }: Lens, facts: CustomerFacts): readonly Stay[] {
  const stays: Stay[] = [];
  for (const fact of knownFacts(facts.state, selection.source)) {
    const occasion = selection.match(fact);
    if (occasion !== null) stays.push({ occasion, interval: intervalOf(window, occasion.at, zone ?? facts.ownZone) });
  }
  return stays.sort((a, b) => a.occasion.at - b.occasion.at);
}

export function isInside({ interval: [from, to] }: Pick<Stay, 'interval'>, now: Instant): boolean {
  return from <= now && now < to;
}

/** When an occasion of now would count, an instant not before now; null when it would not. */
export function newcomerCountsFrom(window: Window | null, now: Instant, zone: Zone): Instant | null {
  const [from, to] = intervalOf(window, now, zone);
  return from < to && now < to ? Math.max(from, now) : null;
}
