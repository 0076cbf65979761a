import { backoffMs, pause } from './backoff.ts';
import { type BatchLimits, intoRounds } from './batches.ts';
import { type Client, type Producer, type Transaction } from './client.ts';
import { messageOf, StreamError } from './errors.ts';
import { isFenced, isTransient } from './kafkajs-errors.ts';
import { type OutgoingRecord, topicPartitionKey, type Publisher, type TransactionalProducer } from './port.ts';
import { type Waiting } from './waiting.ts';

const limits: BatchLimits = { bytes: 900_000, records: 5_000 };
const commitTimeoutMs = 45_000;

export interface ProducerContext {
  readonly client: Client;
  readonly waiting: Waiting;
  readonly signal: AbortSignal;
}

export async function openTransactionalProducer(
  context: ProducerContext,
  transactionalId: string,
): Promise<TransactionalProducer> {
  const [producer, transaction] = await openConnected(
    context,
    () => context.client.transactionalProducer(transactionalId),
    fence,
  );
  return new KafkaJsTransactionalProducer(producer, transaction, transactionalId);
}

export async function openPublisher(context: ProducerContext): Promise<Publisher> {
  const [producer] = await openConnected(context, () => context.client.idempotentProducer(), connectOnly);
  return {
    publish: async (records) => {
      for (const round of intoRounds(records, limits))
        await producer.sendBatch({ acks: -1, topicMessages: byTopic(round) });
    },
    close: () => producer.disconnect(),
  };
}

function connectOnly(producer: Producer): Promise<void> {
  return producer.connect();
}

/**
 * KafkaJS asks for the producer's id and epoch (InitProducerId, which fences) not when it connects but when the first transaction begins.
 * Beginning one says nothing to the broker beyond that, so the first is begun here and used by the first commit.
 */
async function fence(producer: Producer): Promise<Transaction> {
  await producer.connect();
  return producer.transaction();
}

/** Repeats `start` on a new producer until the cluster answers, however long it is away. */
async function openConnected<T>(
  { client, waiting, signal }: ProducerContext,
  create: () => Producer,
  start: (producer: Producer) => Promise<T>,
): Promise<[Producer, T]> {
  const subject = `Kafka at ${client.brokers.join(',')}`;
  for (let attempt = 0; ; attempt += 1) {
    if (signal.aborted) throw new Error('opening a producer was ended');
    const producer = create();
    try {
      return [producer, await waiting.during(subject, start(producer))];
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      if (signal.aborted) throw error;
      if (!isTransient(error)) {
        throw new StreamError('WEIR_KAFKA_REFUSED', `Kafka refuses the producer: ${messageOf(error)}.`, error);
      }
      waiting.missing(subject, messageOf(error));
      await pause(backoffMs(attempt, 50, 1_000), signal);
    }
  }
}

/**
 * One transaction after another, and none after the first that fails. KafkaJS never sends EndTxn twice, and neither do we: a request
 * of which no answer came may still reach the broker, where only the next owner's new epoch keeps it from touching a later transaction.
 */
class KafkaJsTransactionalProducer implements TransactionalProducer {
  readonly #producer: Producer;
  readonly #id: string;
  #next: Transaction | undefined;
  #isDead = false;
  #timedOut = false;

  constructor(producer: Producer, first: Transaction, id: string) {
    this.#producer = producer;
    this.#next = first;
    this.#id = id;
    producer.on(producer.events.REQUEST_TIMEOUT, () => {
      this.#timedOut = true;
    });
  }

  async commit(records: readonly OutgoingRecord[]): Promise<ReadonlyMap<string, number>> {
    if (this.#isDead) throw this.#rejected('the producer has failed before; open a new one');
    if (records.length === 0) return new Map();
    this.#isDead = true;
    const stage = { ending: false };
    const offsets = await withDeadline(this.#run(records, stage), () =>
      this.#failure('it took too long', stage.ending),
    );
    this.#isDead = false;
    return offsets;
  }

  async close(): Promise<void> {
    this.#isDead = true;
    await this.#producer.disconnect().catch(() => undefined);
  }

  async #run(records: readonly OutgoingRecord[], stage: { ending: boolean }): Promise<Map<string, number>> {
    try {
      const transaction = this.#next ?? (await this.#producer.transaction());
      this.#next = undefined;
      const offsets = new Map<string, number>();
      for (const round of intoRounds(records, limits)) await sendRound(transaction, round, offsets);
      if (this.#timedOut) throw new Error('a request of the transaction was not answered in time');
      stage.ending = true;
      await transaction.commit();
      return offsets;
    } catch (error) {
      throw this.#failure(messageOf(error), stage.ending, error);
    }
  }

  #failure(reason: string, ending: boolean, cause?: unknown): StreamError {
    if (isFenced(cause)) {
      return new StreamError('WEIR_PRODUCER_FENCED', `Another owner has taken ${this.#id}; this one must stop.`, cause);
    }
    if (!ending) return this.#rejected(reason, cause);
    const message = `Whether the transaction of ${this.#id} was committed is not known (${reason}); the log will tell.`;
    return new StreamError('WEIR_COMMIT_IN_DOUBT', message, cause);
  }

  #rejected(reason: string, cause?: unknown): StreamError {
    return new StreamError(
      'WEIR_COMMIT_REJECTED',
      `The transaction of ${this.#id} was not committed: ${reason}.`,
      cause,
    );
  }
}

async function sendRound(
  transaction: Transaction,
  round: readonly OutgoingRecord[],
  offsets: Map<string, number>,
): Promise<void> {
  const counts = new Map<string, number>();
  for (const record of round) {
    const key = topicPartitionKey(record);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const written = await transaction.sendBatch({ acks: -1, topicMessages: byTopic(round) });
  for (const { topicName, partition, baseOffset } of written) {
    const key = topicPartitionKey({ topic: topicName, partition });
    offsets.set(key, Number(baseOffset) + (counts.get(key) ?? 0) - 1);
  }
}

async function withDeadline<T>(work: Promise<T>, expired: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(expired()), commitTimeoutMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
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
