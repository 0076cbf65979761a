import { type SegmentEvent } from '@weir/codec';
import { type Catalog, type CustomerState, type Instant, isMember } from '@weir/engine';
import { compareByBytes } from './byte-order.ts';
import { createFold } from './engine-fold.ts';
import { type Member } from './outputs.ts';
import { type ReplayEvent } from './replay-event.ts';
import { segmentEventInStreamTime } from './segment-event.ts';

/** What became of one customer. */
export interface CustomerOutcome {
  /** How many of the events were this customer's. */
  readonly events: number;
  readonly transitions: readonly SegmentEvent[];
  readonly members: readonly Member[];
}

/**
 * Folds the events of one customer after the other, customers by the bytes of their ids, each up to `until`: nothing is kept of one when
 * the next begins, and what was decided comes in the order in which it is written. The events must be in order (`mergeEvents`).
 */
export function* foldCustomers(
  catalog: Catalog,
  events: readonly ReplayEvent[],
  until: Instant,
): Generator<CustomerOutcome> {
  for (const [, own] of [...groupByCustomer(events)].sort(([a], [b]) => compareByBytes(a, b))) {
    const transitions: SegmentEvent[] = [];
    const fold = createFold({
      catalog,
      onTransition: (transition, causeRef) => transitions.push(segmentEventInStreamTime(transition, causeRef)),
    });
    for (const event of own) fold.apply(event);
    fold.advanceTo(until);
    yield { events: own.length, transitions, members: [...fold.states.values()].flatMap(membersOf) };
  }
}

function groupByCustomer(events: readonly ReplayEvent[]): Map<string, ReplayEvent[]> {
  const groups = new Map<string, ReplayEvent[]>();
  for (const event of events) {
    const own = groups.get(event.event.customerId);
    if (own === undefined) groups.set(event.event.customerId, [event]);
    else own.push(event);
  }
  return groups;
}

function membersOf({ customerId, memberships }: CustomerState): Member[] {
  return [...memberships.values()].filter(isMember).map(({ segmentId, since }) => ({ customerId, segmentId, since }));
}
