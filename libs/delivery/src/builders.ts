import { type Customer, type Profile, type SegmentEvent } from '@weir/codec';
import { profileOf } from '@weir/engine/testing';

/** 2026-03-01T12:00:00Z. */
export const noon = Date.UTC(2026, 2, 1, 12);

/** A profile that may be written to on both channels. */
export function buildProfile(changes: Partial<Profile> = {}): Profile {
  return profileOf({
    createdAt: noon - 86_400_000,
    firstName: 'Anna',
    lastName: 'Ivanova',
    email: 'anna@shop.example',
    phone: '+79161234567',
    managerId: 'm-1',
    consents: {
      email: { status: 'SUBSCRIBED', changedAt: noon - 86_400_000 },
      sms: { status: 'SUBSCRIBED', changedAt: noon - 86_400_000 },
    },
    ...changes,
  });
}

/** In `tea` since noon, for the first time. */
export function buildCustomer(changes: Partial<Customer> = {}): Customer {
  return {
    customerId: 'c-1',
    profile: buildProfile(),
    profileVersion: 1,
    memberships: [{ segmentId: 'tea', seq: 1, since: noon, enteredAt: null }],
    endedMemberships: [],
    orders: {},
    erasedAt: null,
    nextDueAt: null,
    catalogRevision: 1,
    updatedAt: noon,
    ...changes,
  };
}

/** The first entry into `tea`, at noon; with an even `seq`, the leaving. */
export function buildSegmentEvent(changes: Partial<Omit<SegmentEvent, 'type'>> = {}): SegmentEvent {
  const seq = changes.seq ?? 1;
  const event = {
    eventId: `e-${seq}`,
    customerId: 'c-1',
    segmentId: 'tea',
    segmentVersion: 1,
    seq,
    effectiveAt: noon,
    decidedAt: noon,
    cause: 'EVENT' as const,
    causeRef: null,
    silent: false,
    evidence: [],
    ...changes,
  };
  return seq % 2 === 1 ? { ...event, type: 'SegmentEntered' } : { ...event, type: 'SegmentLeft', enteredAt: noon };
}
