import type { Membership as MembershipRecord } from '@weir/codec';
import { isMember, type Membership } from '@weir/engine';

/** While the customer is in, `since` says when they entered; it is written once. */
export function toMembershipRecord(membership: Membership): MembershipRecord {
  return isMember(membership) ? { ...membership, enteredAt: null } : membership;
}

export function fromMembershipRecord(
  record: Omit<MembershipRecord, 'enteredAt'> & Partial<MembershipRecord>,
): Membership {
  const { segmentId, seq, since } = record;
  const isIn = seq % 2 === 1;
  return { segmentId, seq, since, enteredAt: isIn ? since : (record.enteredAt ?? null) };
}
