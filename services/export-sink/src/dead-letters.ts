import { type OutgoingRecord, type TopicPartition } from '@weir/kafka';
import { type UnreadableRecord } from './ingest.ts';

const text = (value: string | number): Buffer => Buffer.from(String(value));

/** The records as they came, with the reason and their place in headers: the same headers that the stream runtime writes. */
export function toDeadLetters(
  deadLetterTopic: string,
  { topic, partition }: TopicPartition,
  records: readonly UnreadableRecord[],
): OutgoingRecord[] {
  return records.map(({ record, error }) => ({
    topic: deadLetterTopic,
    partition,
    key: record.key,
    value: record.value,
    timestamp: record.timestamp,
    headers: {
      ...record.headers,
      'weir-error-code': text(error.code),
      'weir-error-reason': text(error.message.slice(0, 1_000)),
      'weir-topic': text(topic),
      'weir-partition': text(partition),
      'weir-offset': text(record.offset),
      'weir-timestamp': text(record.timestamp),
    },
  }));
}
