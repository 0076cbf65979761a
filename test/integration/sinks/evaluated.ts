import { murmur2Partition } from '@weir/kafka';
import { buildCustomer, buildProfile, buildSegmentEvent } from '@weir/delivery/testing';
import { type Installation } from '../../support/installation.ts';

type Profile = NonNullable<Parameters<typeof buildProfile>[0]>;

/** Publishes what the evaluator does when customers enter the segment `tea`: their rows and the events. */
export async function enter(weir: Installation, customers: Readonly<Record<string, Profile>>, seq = 1): Promise<void> {
  const now = Date.now();
  const ids = Object.keys(customers);
  const memberships = [{ segmentId: 'tea', seq, since: now, enteredAt: null }];
  const isIn = seq % 2 === 1;
  const records = ids.flatMap((customerId) => {
    const partition = murmur2Partition(customerId, weir.partitions);
    const place = { partition, key: customerId, timestamp: now };
    const row = buildCustomer({
      customerId,
      profile: buildProfile(customers[customerId]),
      memberships: isIn ? memberships : [],
      endedMemberships: isIn ? [] : memberships,
      updatedAt: now,
    });
    const event = buildSegmentEvent({
      eventId: `${customerId}-${seq}`,
      customerId,
      seq,
      effectiveAt: now,
      decidedAt: now,
    });
    return [
      { ...place, topic: weir.topic('segment-events'), value: weir.codec.encode('segment-events', event) },
      { ...place, topic: weir.topic('customers'), value: weir.codec.encode('customers', row) },
    ];
  });
  await weir.publisher.publish(records);
}

/** `c-0`, `c-1` ... with an address each. */
export function people(count: number): Record<string, Profile> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `c-${index}`,
      { email: `c-${index}@shop.example`, phone: `+7916000${String(index).padStart(4, '0')}` },
    ]),
  );
}
