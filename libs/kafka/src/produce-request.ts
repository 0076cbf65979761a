import { encodeBatch } from './batch-encoder.ts';
import { type InnerConnection, produce } from './client.ts';
import { type OutgoingRecord, topicPartitionKey, type TopicPartition } from './port.ts';
import { readInt64 } from './record-batch.ts';

const ackTimeoutMs = 10_000;
const allReplicas = -1;

export interface ProducerIdentity {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** The records of one partition for one request, and the sequence number of the first. */
export interface PartitionBatch extends TopicPartition {
  readonly records: readonly OutgoingRecord[];
  readonly firstSequence: number;
}

/** What the broker answers for one partition: the offset of the first record, or why it wrote nothing (0: no error). */
export interface PartitionResult {
  readonly errorCode: number;
  readonly baseOffset: number;
}

/** Asks the connection's broker to write one batch to each of the partitions, and resolves with what became of each. */
export async function produceBatches(
  connection: InnerConnection,
  identity: ProducerIdentity,
  batches: readonly PartitionBatch[],
): Promise<Map<string, PartitionResult>> {
  return readAnswer(await produce(connection, encodeBody(identity, batches)));
}

/** transactional_id acks timeout [topic [partition records]] */
function encodeBody(
  { transactionalId, producerId, producerEpoch }: ProducerIdentity,
  batches: readonly PartitionBatch[],
): Buffer {
  const head = Buffer.alloc(6);
  head.writeInt16BE(allReplicas, 0);
  head.writeInt32BE(ackTimeoutMs, 2);
  const byTopic = Map.groupBy(batches, ({ topic }) => topic);
  const parts: Buffer[] = [encodeString(transactionalId), head, encodeInt32(byTopic.size)];
  for (const [topic, partitions] of byTopic) {
    parts.push(encodeString(topic), encodeInt32(partitions.length));
    for (const { partition, records, firstSequence } of partitions) {
      const batch = encodeBatch(records, { producerId, producerEpoch, firstSequence });
      parts.push(encodeInt32(partition), encodeInt32(batch.length), batch);
    }
  }
  return Buffer.concat(parts);
}

/** [topic [partition error_code base_offset log_append_time]] throttle_time */
function readAnswer(frame: Buffer): Map<string, PartitionResult> {
  const results = new Map<string, PartitionResult>();
  let at = 4;
  for (let topics = frame.readInt32BE(0); topics > 0; topics -= 1) {
    const length = frame.readInt16BE(at);
    const topic = frame.toString('utf8', at + 2, at + 2 + length);
    at += 2 + length + 4;
    for (let partitions = frame.readInt32BE(at - 4); partitions > 0; partitions -= 1) {
      const partition = frame.readInt32BE(at);
      const result = { errorCode: frame.readInt16BE(at + 4), baseOffset: readInt64(frame, at + 6) };
      results.set(topicPartitionKey({ topic, partition }), result);
      at += 22;
    }
  }
  return results;
}

function encodeInt32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function encodeString(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
