import { checkRecord, type RecordOf } from '@weir/codec';
import { DeadLetterError, type SourceRecord } from '@weir/kafka';
import type { EventTopic } from './topology.ts';

/** An event may come early by a wrong clock, not by this much. */
const furthestAheadMs = 48 * 3_600_000;

/** What Avro cannot say of an event. Throws a DeadLetterError that names the field and the reason. */
export function checkEvent<T extends EventTopic>(
  topic: T,
  event: RecordOf<T>,
  { key }: SourceRecord,
  now: number,
): void {
  const problems = checkRecord(topic, event);
  if (problems.length > 0)
    throw new DeadLetterError(
      'WEIR_EVENT_INVALID',
      problems.map(({ field, reason }) => `${field} ${reason}`).join('; '),
    );
  if (key?.toString() !== event.customerId) {
    throw new DeadLetterError(
      'WEIR_EVENT_KEY_MISMATCH',
      `customerId: ${JSON.stringify(event.customerId)} is not the record's key`,
    );
  }
  if (event.occurredAt > now + furthestAheadMs) {
    const occurredAt = new Date(event.occurredAt).toISOString();
    throw new DeadLetterError(
      'WEIR_EVENT_IN_FUTURE',
      `occurredAt: ${occurredAt} is more than 48 h ahead of ${new Date(now).toISOString()}: check the clock of the source`,
    );
  }
}

export function refuseMerge({ kind }: RecordOf<'customer-events'>): void {
  if (kind !== 'MERGED') return;
  throw new DeadLetterError(
    'WEIR_MERGE_UNSUPPORTED',
    'kind: MERGED customers are not joined yet; retry this record once they are',
  );
}
