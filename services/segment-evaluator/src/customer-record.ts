import { type Codec, type Customer, type Membership } from '@weir/codec';
import { createCustomerState, type CustomerState, isMember, type Orders } from '@weir/engine';
import { fromMembershipRecord, toMembershipRecord } from './membership-record.ts';
import type { OrderSummary } from './order-summary.ts';

/** The public table has no due time rather than an infinite one. */
const never = Number.POSITIVE_INFINITY;

/** What the public table `customers` says of a customer: the profile as it now is, memberships, and a summary of the orders. */
export function toCustomerRecord(state: CustomerState, summary: OrderSummary, updatedAt: number): Customer {
  const memberships: Membership[] = [];
  const endedMemberships: Membership[] = [];
  for (const membership of state.memberships.values())
    (isMember(membership) ? memberships : endedMemberships).push(toMembershipRecord(membership));
  return {
    customerId: state.customerId,
    profile: state.profile,
    profileVersion: state.profileVersion,
    memberships,
    endedMemberships,
    orders: summary.toRecord(),
    nextDueAt: state.dueAt === never ? null : state.dueAt,
    catalogRevision: state.catalogRevision,
    erasedAt: state.erasedAt,
    updatedAt,
  };
}

/** The state without the facts that have a log of their own; its orders will be in `orders`. */
export function fromCustomerRecord(record: Customer, orders: Orders): CustomerState {
  const state = createCustomerState(record.customerId, orders);
  state.profile = record.profile;
  state.profileVersion = record.profileVersion;
  for (const membership of [...record.memberships, ...record.endedMemberships])
    state.memberships.set(membership.segmentId, fromMembershipRecord(membership));
  state.dueAt = record.nextDueAt ?? never;
  state.catalogRevision = record.catalogRevision;
  state.erasedAt = record.erasedAt;
  return state;
}

/** For the due queue of the runtime: when the customer must be looked at again. */
export function dueAtOf(codec: Codec, value: Uint8Array): number {
  return codec.decode('customers', value).nextDueAt ?? never;
}
