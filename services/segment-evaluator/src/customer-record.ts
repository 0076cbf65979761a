import { type Codec, type Customer } from '@weir/codec';
import { createCustomerState, type CustomerState, isMember, type Membership } from '@weir/engine';
import type { OrderSummary } from './order-summary.ts';

/** The public table has no due time rather than an infinite one. */
const never = Number.POSITIVE_INFINITY;

/** Everything of a customer but the orders, as the public table `customers` says it. */
export function toCustomerRecord(state: CustomerState, summary: OrderSummary, updatedAt: number): Customer {
  const memberships: Membership[] = [];
  const endedMemberships: Membership[] = [];
  for (const membership of state.memberships.values())
    (isMember(membership) ? memberships : endedMemberships).push(membership);
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

/** The state without its orders: those are read from their own log. */
export function fromCustomerRecord(record: Customer): CustomerState {
  const state = createCustomerState(record.customerId);
  state.profile = record.profile;
  state.profileVersion = record.profileVersion;
  for (const membership of [...record.memberships, ...record.endedMemberships])
    state.memberships.set(membership.segmentId, membership);
  state.dueAt = record.nextDueAt ?? never;
  state.catalogRevision = record.catalogRevision;
  state.erasedAt = record.erasedAt;
  return state;
}

/** For the due queue of the runtime: when the customer must be looked at again. */
export function dueAtOf(codec: Codec, value: Uint8Array): number {
  return codec.decode('customers', value).nextDueAt ?? never;
}
