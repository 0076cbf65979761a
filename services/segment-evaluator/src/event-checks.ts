import type { CustomerEvent, OrderEvent } from '@weir/engine';
import { DeadLetterError, type SourceRecord } from '@weir/kafka';

const hourMs = 3_600_000;
/** An event may come early by a wrong clock, not by this much. */
const furthestAheadMs = 48 * hourMs;
/** Beyond it arithmetic on money and versions would no longer be exact. */
const largestNumber = 2 ** 52;

/** What Avro cannot say of an event. Throws a DeadLetterError that names the field and the reason. */
export function checkEvent(event: CustomerEvent | OrderEvent, record: SourceRecord, now: number): void {
  checkId('customerId', event.customerId);
  if (record.key?.toString() !== event.customerId) {
    throw new DeadLetterError(
      'WEIR_EVENT_KEY_MISMATCH',
      `the record's key is not its customerId ${JSON.stringify(event.customerId)}`,
    );
  }
  checkNumber('version', event.version);
  checkNumber('occurredAt', event.occurredAt);
  if (event.occurredAt > now + furthestAheadMs) {
    const occurredAt = new Date(event.occurredAt).toISOString();
    throw new DeadLetterError(
      'WEIR_EVENT_IN_FUTURE',
      `occurredAt: ${occurredAt} is more than 48 h ahead of ${new Date(now).toISOString()}: check the clock of the source`,
    );
  }
  if ('order' in event) checkOrder(event);
  else checkCustomer(event);
}

function checkCustomer(event: CustomerEvent): void {
  switch (event.kind) {
    case 'UPSERTED':
      if (event.profile === null) throw invalid('profile', 'is null, an UPSERTED event carries the whole profile');
      return checkNumber('profile.createdAt', event.profile.createdAt);
    case 'ERASED':
      return;
    case 'MERGED':
      throw new DeadLetterError(
        'WEIR_MERGE_UNSUPPORTED',
        'kind: MERGED customers are not joined yet; retry this record once they are',
      );
  }
}

function checkOrder({ order }: OrderEvent): void {
  checkId('order.orderId', order.orderId);
  checkNumber('order.createdAt', order.createdAt);
  checkNumber('order.total', order.total);
  checkNumber('order.discount', order.discount);
  for (const field of ['paidAt', 'completedAt', 'cancelledAt'] as const) {
    const instant = order[field];
    if (instant !== null) checkNumber(`order.${field}`, instant);
  }
  for (const [index, item] of order.items.entries()) checkNumber(`order.items[${index}].amount`, item.amount);
}

function checkId(field: string, id: string): void {
  const bytes = Buffer.byteLength(id);
  if (bytes < 1 || bytes > 128) throw invalid(field, `has ${bytes} bytes, 1 to 128 are allowed`);
  if (id.includes('\u0000')) throw invalid(field, 'holds a NUL character');
}

function checkNumber(field: string, value: number): void {
  if (Math.abs(value) >= largestNumber) throw invalid(field, `${value} is beyond 2^52`);
}

function invalid(field: string, reason: string): DeadLetterError {
  return new DeadLetterError('WEIR_EVENT_INVALID', `${field}: ${reason}`);
}
