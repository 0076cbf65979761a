import { type Customer } from '@weir/codec';

/** The last change of membership that this copy of a customer knows of; 0 when the segment was never entered. */
export function seqOf(customer: Customer, segmentId: string): number {
  for (const memberships of [customer.memberships, customer.endedMemberships]) {
    for (const membership of memberships) if (membership.segmentId === segmentId) return membership.seq;
  }
  return 0;
}

/**
 * Whether the copy already shows what a segment event tells. Both are written in one transaction, but come over two topics: the table may be
 * behind for a moment.
 */
export function isAbreast(customer: Customer, event: { readonly segmentId: string; readonly seq: number }): boolean {
  return seqOf(customer, event.segmentId) >= event.seq;
}
