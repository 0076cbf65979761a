import { dayOf } from '../calendar.ts';
import type { Catalog } from '../catalog.ts';
import { copyState, type CustomerState } from '../customer-state.ts';
import { advance } from '../decide.ts';
import type { EpochDay, Instant } from '../facts.ts';
import type { Transition } from '../transition.ts';

/** A transition that comes if nobody does anything. */
export interface ForeseenTransition {
  readonly transition: Transition;
  /** The local day of `effectiveAt` in the segment's zone, which may be the customer's own. */
  readonly day: EpochDay;
}

/**
 * The customer's entries and exits after `from`, up to and including `through`, if nothing happens: what `advance` would announce, as it
 * is `advance` that tells them. The state stays as it is; what was due by `from` counts as done.
 */
export function forecastCustomer(
  catalog: Catalog,
  state: CustomerState,
  from: Instant,
  through: Instant,
): readonly ForeseenTransition[] {
  // Most customers have nothing to come, and a copy costs more than a look.
  if (state.dueAt > through && state.catalogRevision === catalog.revision) return [];
  const copy = copyState(state);
  advance(catalog, copy, from);
  const transitions = advance(catalog, copy, through);
  const zones = new Map(catalog.segments.map(({ id, zone }) => [id, zone]));
  const { ownZone } = catalog.factsOf(copy);
  return transitions.map((transition) => {
    const zone = zones.get(transition.segmentId) ?? ownZone;
    return { transition, day: dayOf(transition.effectiveAt, zone) };
  });
}
