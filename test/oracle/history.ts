import { type CustomerEvent, type Order, type OrderEvent, type Profile } from '@weir/engine';
import { type Instant } from './calendar.ts';

/** What arrives of one customer. `at` is when Weir takes it in, which is later than `occurredAt` for a late event. */
export type Arrival =
  | { readonly kind: 'customer'; readonly at: Instant; readonly event: CustomerEvent }
  | { readonly kind: 'order'; readonly at: Instant; readonly event: OrderEvent };

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

const rank: Record<Step['kind'], number> = { customer: 0, order: 1, definitions: 2 };

/** The order in which Weir takes things in: by instant, customer events first, then as received; new definitions after all of them. */
export function inOrder(arrivals: readonly Arrival[], change?: Change<unknown>): Step[] {
  const steps: Step[] = [...arrivals];
  if (change !== undefined) steps.push({ kind: 'definitions', at: change.at });
  return steps.sort((left, right) => left.at - right.at || rank[left.kind] - rank[right.kind]);
}

/** The facts as told so far, each with the version it was told in. */
export interface Ledger {
  profile: Profile | null;
  profileVersion: number;
  /** Up to when all was erased; -Infinity if nothing was. */
  erasedThrough: Instant;
  readonly orders: Map<string, { version: number; order: Order }>;
}

export function emptyLedger(): Ledger {
  return { profile: null, profileVersion: -1, erasedThrough: Number.NEGATIVE_INFINITY, orders: new Map() };
}

/** Whether the arrival is the customer's wish to be forgotten. */
export function isErasure(arrival: Arrival): boolean {
  return arrival.kind === 'customer' && arrival.event.kind === 'ERASED';
}

/** Takes an arrival in. False when its version is not above the known one, or it was erased: then it counts as if it had never come. */
export function record(ledger: Ledger, arrival: Arrival): boolean {
  const { version } = arrival.event;
  if (arrival.kind === 'customer') {
    if (version <= ledger.profileVersion) return false;
    ledger.profile = arrival.event.profile;
    ledger.profileVersion = version;
    if (isErasure(arrival)) {
      ledger.orders.clear();
      ledger.erasedThrough = Math.max(ledger.erasedThrough, Math.min(arrival.event.occurredAt, arrival.at));
    }
    return true;
  }
  const { order, occurredAt } = arrival.event;
  if (order.createdAt <= ledger.erasedThrough || occurredAt <= ledger.erasedThrough) return false;
  if (version <= (ledger.orders.get(order.orderId)?.version ?? -1)) return false;
  ledger.orders.set(order.orderId, { version, order });
  return true;
}
