import type { Instant, Order, Profile } from './facts.ts';

/** An order with the version it was last told in. */
export interface VersionedOrder {
  readonly version: number;
  readonly order: Order;
}

/** A customer's standing in one segment, kept after leaving so that `seq` goes on without a gap. */
export interface Membership {
  readonly segmentId: string;
  /** 1, 2, 3 ...: odd while the customer is in the segment, even after leaving. */
  readonly seq: number;
  /** When it last changed. */
  readonly since: Instant;
}

/**
 * All that Weir keeps of one customer: facts, memberships and the next instant at which a membership can change by itself.
 * The engine changes it in place; whoever owns it must drop it when the changes are not committed.
 */
export interface CustomerState {
  readonly customerId: string;
  profile: Profile | null;
  /** -1 before the first profile. */
  profileVersion: number;
  /** By order id, in the order they were first told. */
  readonly orders: Map<string, VersionedOrder>;
  /** By segment id; a segment never entered is absent. */
  readonly memberships: Map<string, Membership>;
  /** Never later than the first instant at which a membership can change without an event; Infinity when none can. */
  dueAt: Instant;
  /** The revision of the catalog this customer was last evaluated with; 0 before the first. */
  catalogRevision: number;
  /** When the customer was last erased, or null: orders made up to then, and whatever was told up to then, no longer count. */
  erasedAt: Instant | null;
}

export function createCustomerState(customerId: string): CustomerState {
  return {
    customerId,
    profile: null,
    profileVersion: -1,
    orders: new Map(),
    memberships: new Map(),
    dueAt: Number.POSITIVE_INFINITY,
    catalogRevision: 0,
    erasedAt: null,
  };
}

/** Another state of the same content, for what must leave this one as it is: foresight and explanations. Facts are never changed in place, so they are shared. */
export function copyState(state: CustomerState): CustomerState {
  return { ...state, orders: new Map(state.orders), memberships: new Map(state.memberships) };
}

/** Erased and not told of again: nothing is known but that events up to some version and time no longer count. */
export function isForgotten(state: CustomerState): boolean {
  return state.erasedAt !== null && state.profile === null && state.orders.size === 0;
}

/** An odd number of changes means that the customer is in. */
export function isMember(membership: Membership | undefined): boolean {
  return membership !== undefined && membership.seq % 2 === 1;
}
