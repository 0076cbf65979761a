import { type Limits } from './limits.ts';
import { murmur2Partition } from './murmur2.ts';
import { type FetchedRecord, type Headers, type OutgoingRecord, type TopicPartition } from './port.ts';
import { type SourceRecord } from './topology.ts';

export interface Rejection {
  readonly code: string;
  readonly reason: string;
}

/**
 * Why the runtime itself cannot hand the record to a processor, or undefined. Restoring a table asks the same question, so that a store
 * holds the same whether its records came by while running or while restoring.
 */
export function rejectionOf(
  record: FetchedRecord,
  partition: number,
  partitions: number,
  limits: Limits,
): Rejection | undefined {
  const { key, value } = record;
  if (key === null)
    return { code: 'WEIR_RECORD_WITHOUT_KEY', reason: 'the record has no key; the key is the customer id' };
  const expected = murmur2Partition(key, partitions);
  if (expected !== partition) {
    const reason = `the key belongs to partition ${expected} of ${partitions}; let the producer use Kafka's default (murmur2) partitioner`;
    return { code: 'WEIR_RECORD_WRONG_PARTITION', reason };
  }
  const size = key.length + (value?.length ?? 0);
  if (size > limits.recordBytes) {
    return {
      code: 'WEIR_RECORD_TOO_LARGE',
      reason: `the record has ${size} bytes; at most ${limits.recordBytes} are allowed`,
    };
  }
  return undefined;
}

const text = (value: string | number): Buffer => Buffer.from(String(value));

/**
 * The record as it came, key, value and headers unchanged, with the reason and its place in `weir-` headers. Dead-letter topics take larger
 * records than any input, so that nothing of it has to stay behind.
 */
export function deadLetterRecord(
  record: SourceRecord,
  { code, reason }: Rejection,
  target: TopicPartition,
  now: number,
): OutgoingRecord {
  const headers: Record<string, Buffer> = Object.create(null) as Record<string, Buffer>;
  Object.assign(headers, record.headers satisfies Headers, {
    'weir-error-code': text(code),
    'weir-error-reason': text(reason.slice(0, 1_000)),
    'weir-topic': text(record.topic),
    'weir-partition': text(record.partition),
    'weir-offset': text(record.offset),
    'weir-timestamp': text(record.timestamp),
  });
  return { ...target, key: record.key, value: record.value, timestamp: now, headers };
}
