import { type ActivityEvent, type CustomerEvent, type MessageEvent, type OrderEvent } from '@weir/engine';
import { type Instant } from './calendar.ts';

/** What arrives of one customer. `at` is when Weir takes it in, which is later than `occurredAt` for a late event. */
export type Arrival =
  | { readonly kind: 'customer'; readonly at: Instant; readonly event: CustomerEvent }
  | { readonly kind: 'order'; readonly at: Instant; readonly event: OrderEvent }
  | { readonly kind: 'activity'; readonly at: Instant; readonly event: ActivityEvent }
  | { readonly kind: 'message'; readonly at: Instant; readonly event: MessageEvent };

/** The moment from which other definitions are in force. */
export interface Change<Definitions> {
  readonly at: Instant;
  readonly definitions: Definitions;
}

/** An arrival or the change of definitions. */
export type Step = Arrival | { readonly kind: 'definitions'; readonly at: Instant };

/** One customer's arrivals in the order they were received, and the instant up to which time is watched after them. */
export interface History {
  readonly customerId: string;
  readonly arrivals: readonly Arrival[];
  readonly until: Instant;
}

const rank: Record<Step['kind'], number> = { customer: 0, order: 1, activity: 2, message: 3, definitions: 4 };

/**
 * The order in which Weir takes things in: by instant, customer events first, then orders, activities and messages, then as
 * received; new definitions after all of them.
 */
export function inOrder(arrivals: readonly Arrival[], change?: Change<unknown>): Step[] {
  const steps: Step[] = [...arrivals];
  if (change !== undefined) steps.push({ kind: 'definitions', at: change.at });
  return steps.sort((left, right) => left.at - right.at || rank[left.kind] - rank[right.kind]);
}

/** Whether the arrival is the customer's wish to be forgotten. */
export function isErasure(arrival: Arrival): boolean {
  return arrival.kind === 'customer' && arrival.event.kind === 'ERASED';
}
