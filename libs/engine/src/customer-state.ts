import type { Activity, FieldChange, Instant, Message, Order, Profile, Scalar } from './facts.ts';

/** An order with the version it was last told in. */
export interface VersionedOrder {
  readonly version: number;
  readonly order: Order;
}

/**
 * A customer's orders by their ids, in the order in which they were first told. A map of them is one; whoever keeps many customers in memory
 * may keep them packed, and unpack those that are asked for.
 */
export interface Orders {
  readonly size: number;
  get(orderId: string): VersionedOrder | undefined;
  set(orderId: string, order: VersionedOrder): void;
  values(): Iterable<VersionedOrder>;
  clear(): void;
}

/** A customer's standing in one segment, kept after leaving so that `seq` goes on without a gap. */
export interface Membership {
  readonly segmentId: string;
  /** 1, 2, 3 ...: odd while the customer is in the segment, even after leaving. */
  readonly seq: number;
  /** When it last changed. */
  readonly since: Instant;
  /** When the customer last entered; after leaving too. Null when that was erased. */
  readonly enteredAt: Instant | null;
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
  readonly orders: Orders;
  /** By event id, in the order they were first told. */
  readonly activities: Map<string, Activity>;
  /** By message id, in the order they were first told. */
  readonly messages: Map<string, Message>;
  /** What the fields of the profile changed from and to, in the order it was told. */
  readonly changes: FieldChange[];
  /** The last known values of the profile's fields that are missing now: who comes back to one, or to another, has changed or not. */
  readonly formerValues: Map<string, Exclude<Scalar, null>>;
  /** By segment id; a segment never entered is absent. */
  readonly memberships: Map<string, Membership>;
  /** Never later than the first instant at which a membership can change without an event; Infinity when none can. */
  dueAt: Instant;
  /** The revision of the catalog this customer was last evaluated with; 0 before the first. */
  catalogRevision: number;
  /** When the customer was last erased, or null: orders made up to then, and whatever was told up to then, no longer count. */
  erasedAt: Instant | null;
}

export function createCustomerState(
  customerId: string,
  orders: Orders = new Map<string, VersionedOrder>(),
): CustomerState {
  return {
    customerId,
    profile: null,
    profileVersion: -1,
    orders,
    activities: new Map(),
    messages: new Map(),
    changes: [],
    formerValues: new Map(),
    memberships: new Map(),
    dueAt: Number.POSITIVE_INFINITY,
    catalogRevision: 0,
    erasedAt: null,
  };
}

/**
 * Another state of the same content, for what must leave this one as it is: foresight and explanations. Facts are never changed in place,
 * so they are shared. With `segments`, only the memberships in these: there may be thousands of others.
 */
export function copyState(state: CustomerState, segments?: readonly { readonly id: string }[]): CustomerState {
  return {
    ...state,
    orders: copyOrders(state.orders),
    activities: new Map(state.activities),
    messages: new Map(state.messages),
    changes: [...state.changes],
    formerValues: new Map(state.formerValues),
    memberships: segments === undefined ? new Map(state.memberships) : membershipsIn(segments, state),
  };
}

function membershipsIn(segments: readonly { readonly id: string }[], { memberships }: CustomerState) {
  const found = new Map<string, Membership>();
  for (const { id } of segments) {
    const membership = memberships.get(id);
    if (membership !== undefined) found.set(id, membership);
  }
  return found;
}

function copyOrders(orders: Orders): Orders {
  const copy = new Map<string, VersionedOrder>();
  for (const told of orders.values()) copy.set(told.order.orderId, told);
  return copy;
}

/** Nothing has been told of the customer, or all of it was erased. */
export function isBlank({ profile, orders, activities, messages }: CustomerState): boolean {
  return profile === null && orders.size === 0 && activities.size === 0 && messages.size === 0;
}

/** Forgets all that was told; memberships and versions stay. */
export function clearFacts(state: CustomerState): void {
  state.profile = null;
  state.orders.clear();
  state.activities.clear();
  state.messages.clear();
  state.changes.length = 0;
  state.formerValues.clear();
}

/** Erased and not told of again: nothing is known but that events up to some version and time no longer count. */
export function isForgotten(state: CustomerState): boolean {
  return state.erasedAt !== null && isBlank(state);
}

/** An odd number of changes means that the customer is in. */
export function isMember(membership: Membership | undefined): boolean {
  return membership !== undefined && membership.seq % 2 === 1;
}
