import { backoffMs, pause } from './backoff.ts';
import { type BatchLimits, intoRounds } from './batches.ts';
import { type Producer } from './client.ts';
import { messageOf, StreamError } from './errors.ts';
import { isTransient } from './kafkajs-errors.ts';
import { type OutgoingRecord, type Publisher } from './port.ts';
import { type ProducerContext } from './transactional-producer.ts';

/** KafkaJS's time for grouping grows with the square of the number of records of one partition and send. */
const limits: BatchLimits = { bytes: 900_000, records: 1_000 };

/** KafkaJS's idempotent producer: it sends again by itself for as long as its retries last, and Kafka drops what comes twice. */
export async function openPublisher(context: ProducerContext): Promise<Publisher> {
  const producer = await openConnected(context);
  return {
    publish: async (records) => {
      for (const round of intoRounds(records, limits))
        await producer.sendBatch({ acks: -1, topicMessages: byTopic(round) });
    },
    close: () => producer.disconnect(),
  };
}

/** Tries again with a new producer until the cluster answers, however long it is away. */
async function openConnected({ client, waiting, signal }: ProducerContext): Promise<Producer> {
  const subject = `Kafka at ${client.brokers.join(',')}`;
  for (let attempt = 0; ; attempt += 1) {
    if (signal.aborted) throw new Error('opening a publisher was ended');
    const producer = client.idempotentProducer();
    try {
      await waiting.during(subject, producer.connect());
      return producer;
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      if (signal.aborted) throw error;
      if (!isTransient(error))
        throw new StreamError('WEIR_KAFKA_REFUSED', `Kafka refuses the publisher: ${messageOf(error)}.`, error);
      waiting.missing(subject, messageOf(error));
      await pause(backoffMs(attempt, 50, 1_000), signal);
    }
  }
}

interface Message {
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly timestamp: string;
  readonly partition?: number;
  readonly headers?: Record<string, Buffer>;
}

type Unplaced = Omit<OutgoingRecord, 'partition'> & { readonly partition: number | null };

function byTopic(records: readonly Unplaced[]): { topic: string; messages: Message[] }[] {
  const topics = new Map<string, Message[]>();
  for (const record of records) {
    const messages = topics.get(record.topic);
    if (messages === undefined) topics.set(record.topic, [toMessage(record)]);
    else messages.push(toMessage(record));
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

function toMessage({ key, value, timestamp, partition, headers }: Unplaced): Message {
  return {
    key,
    value:
      value === null || Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    timestamp: String(timestamp),
    ...(partition === null ? {} : { partition }),
    ...(headers === undefined ? {} : { headers }),
  };
}
