import { checkRecord, type CustomerEvent, type OrderEvent } from '@weir/codec';
import { DeadLetterError, type SourceRecord } from '@weir/kafka';

/** An event may come early by a wrong clock, not by this much. */
const furthestAheadMs = 48 * 3_600_000;

/** What Avro cannot say of an event. Throws a DeadLetterError that names the field and the reason. */
export function checkCustomerEvent(event: CustomerEvent, record: SourceRecord, now: number): void {
  rejectProblems(checkRecord('customer-events', event));
  checkEvent(event, record, now);
  if (event.kind === 'MERGED') {
    throw new DeadLetterError(
      'WEIR_MERGE_UNSUPPORTED',
      'kind: MERGED customers are not joined yet; retry this record once they are',
    );
  }
}

export function checkOrderEvent(event: OrderEvent, record: SourceRecord, now: number): void {
  rejectProblems(checkRecord('order-events', event));
  checkEvent(event, record, now);
}

function checkEvent(event: CustomerEvent | OrderEvent, record: SourceRecord, now: number): void {
  if (record.key?.toString() !== event.customerId) {
    throw new DeadLetterError(
      'WEIR_EVENT_KEY_MISMATCH',
      `the record's key is not its customerId ${JSON.stringify(event.customerId)}`,
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

function rejectProblems(problems: ReturnType<typeof checkRecord>): void {
  if (problems.length === 0) return;
  throw new DeadLetterError('WEIR_EVENT_INVALID', problems.map(({ field, reason }) => `${field} ${reason}`).join('; '));
}
