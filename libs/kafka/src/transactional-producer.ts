import { backoffMs, pause } from './backoff.ts';
import { type BatchLimits, intoRounds } from './batches.ts';
import {
  type BrokerAddress,
  type Client,
  dropConnection,
  type InnerConnection,
  kafkaError,
  request,
} from './client.ts';
import { messageOf, StreamError } from './errors.ts';
import { isFenced, isTransient, typeOf } from './kafkajs-errors.ts';
import { type MetadataCache } from './metadata-cache.ts';
import { type OutgoingRecord, topicPartitionKey, type TransactionalProducer } from './port.ts';
import { type PartitionBatch, produceBatches, type ProducerIdentity } from './produce-request.ts';
import { type Waiting } from './waiting.ts';

export interface ProducerContext {
  readonly client: Client;
  readonly metadata: MetadataCache;
  readonly waiting: Waiting;
  readonly signal: AbortSignal;
}

const limits: BatchLimits = { bytes: 900_000, records: 10_000 };
const transactionTimeoutMs = 60_000;
const commitTimeoutMs = 45_000;
const repeatMs = 3;
const mostRepeatMs = 20_000;

/**
 * Answers by which a broker says that it has done nothing and that asking again may help: the markers of the last transaction are still
 * being written (for some milliseconds after each commit), or the partition has just been made or has a new leader.
 */
const notYet = new Set([
  'CONCURRENT_TRANSACTIONS',
  'GROUP_LOAD_IN_PROGRESS',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'NOT_ENOUGH_REPLICAS',
]);

/** Fences every earlier holder of the id and settles what it left in doubt; waits while the cluster is away. */
export async function openTransactionalProducer(
  context: ProducerContext,
  transactionalId: string,
): Promise<TransactionalProducer> {
  const { client, metadata, waiting, signal } = context;
  const subject = `Kafka at ${client.brokers.join(',')}`;
  for (let attempt = 0; ; attempt += 1) {
    if (signal.aborted) throw new Error('opening a producer was ended');
    const connections = new Connections(client, metadata);
    try {
      const coordinator = await metadata.transactionCoordinator(transactionalId);
      const connection = await connections.to(coordinator);
      const answer = await request(connection, 'InitProducerId', {
        transactionalId,
        transactionTimeout: transactionTimeoutMs,
      });
      waiting.found(subject);
      const { producerId, producerEpoch } = answer as { producerId: string; producerEpoch: number };
      const identity = { transactionalId, producerId: Number(producerId), producerEpoch };
      return new ConnectedProducer({ metadata, connections, coordinator, identity });
    } catch (error) {
      connections.close();
      if (signal.aborted) throw error;
      if (!isTransient(error))
        throw new StreamError('WEIR_KAFKA_REFUSED', `Kafka refuses the producer: ${messageOf(error)}.`, error);
      if (typeOf(error) !== 'CONCURRENT_TRANSACTIONS') waiting.missing(subject, messageOf(error));
      await pause(backoffMs(attempt, 10, 1_000), signal);
    }
  }
}

/** The connections of one producer: to its coordinator and to the leaders it writes to, often one and the same broker. */
class Connections {
  readonly #client: Client;
  readonly #metadata: MetadataCache;
  readonly #open = new Map<string, Promise<InnerConnection>>();
  #isClosed = false;

  constructor(client: Client, metadata: MetadataCache) {
    this.#client = client;
    this.#metadata = metadata;
  }

  to(address: BrokerAddress): Promise<InnerConnection> {
    if (this.#isClosed) return Promise.reject(new Error('the producer was closed'));
    const key = `${address.host}:${address.port}`;
    const connection = this.#open.get(key) ?? this.#client.connect(address, this.#metadata.versions);
    this.#open.set(key, connection);
    return connection;
  }

  close(): void {
    this.#isClosed = true;
    for (const opening of this.#open.values()) {
      void opening
        .then((connection) => dropConnection(connection, new Error('the producer was closed')))
        .catch(() => undefined);
    }
  }
}

interface ConnectedOptions {
  readonly metadata: MetadataCache;
  readonly connections: Connections;
  readonly coordinator: BrokerAddress;
  readonly identity: ProducerIdentity;
}

/**
 * One transaction after another, and none after the first that fails. A request is sent again only when the broker has answered that it did
 * nothing: one of which no answer came may yet reach the broker, where only the next owner's new epoch keeps it from touching a later
 * transaction.
 */
class ConnectedProducer implements TransactionalProducer {
  readonly #options: ConnectedOptions;
  /** By partition: Kafka takes each number once, so that nothing is written twice. */
  readonly #sequences = new Map<string, number>();
  #isDead = false;

  constructor(options: ConnectedOptions) {
    this.#options = options;
  }

  async commit(records: readonly OutgoingRecord[]): Promise<ReadonlyMap<string, number>> {
    if (this.#isDead) throw this.#rejected('the producer has failed before; open a new one');
    if (records.length === 0) return new Map();
    this.#isDead = true;
    const stage = { ending: false };
    const offsets = await withDeadline(this.#run(records, stage), () =>
      this.#failure(new Error('it took too long'), stage.ending),
    );
    this.#isDead = false;
    return offsets;
  }

  close(): Promise<void> {
    this.#isDead = true;
    this.#options.connections.close();
    return Promise.resolve();
  }

  async #run(records: readonly OutgoingRecord[], stage: { ending: boolean }): Promise<Map<string, number>> {
    try {
      await this.#addPartitions(records);
      const offsets = new Map<string, number>();
      for (const round of intoRounds(records, limits)) await this.#send(round, offsets);
      const connection = await this.#options.connections.to(this.#options.coordinator);
      stage.ending = true;
      await request(connection, 'EndTxn', { ...this.#options.identity, transactionResult: true });
      return offsets;
    } catch (error) {
      for (const { topic } of records) this.#options.metadata.forget(topic);
      throw this.#failure(error, stage.ending);
    }
  }

  async #addPartitions(records: readonly OutgoingRecord[]): Promise<void> {
    const { connections, coordinator, identity } = this.#options;
    const partitions = new Map<string, Set<number>>();
    for (const { topic, partition } of records) {
      const known = partitions.get(topic);
      if (known === undefined) partitions.set(topic, new Set([partition]));
      else known.add(partition);
    }
    const topics = [...partitions].map(([topic, numbers]) => ({ topic, partitions: [...numbers] }));
    const connection = await connections.to(coordinator);
    await untilDone(() => request(connection, 'AddPartitionsToTxn', { ...identity, topics }));
  }

  /** One batch per partition, all leaders at the same time; again for those that have moved. */
  async #send(round: readonly OutgoingRecord[], offsets: Map<string, number>): Promise<void> {
    let batches = this.#batches(round);
    await untilDone(async () => {
      const refusals: { batch: PartitionBatch; error: unknown }[] = [];
      await Promise.all((await this.#byLeader(batches)).map((group) => this.#sendTo(group, offsets, refusals)));
      batches = refusals.map(({ batch }) => batch);
      const worst = refusals.find(({ error }) => !notYet.has(typeOf(error) ?? '')) ?? refusals[0];
      if (worst !== undefined) throw worst.error;
    });
  }

  async #byLeader(
    batches: readonly PartitionBatch[],
  ): Promise<{ address: BrokerAddress; batches: PartitionBatch[] }[]> {
    const groups = new Map<string, { address: BrokerAddress; batches: PartitionBatch[] }>();
    for (const batch of batches) {
      const address = await this.#options.metadata.leaderOf(batch);
      const key = `${address.host}:${address.port}`;
      const group = groups.get(key) ?? { address, batches: [] };
      groups.set(key, group);
      group.batches.push(batch);
    }
    return [...groups.values()];
  }

  async #sendTo(
    { address, batches }: { address: BrokerAddress; batches: PartitionBatch[] },
    offsets: Map<string, number>,
    refusals: { batch: PartitionBatch; error: unknown }[],
  ): Promise<void> {
    const { connections, metadata, identity } = this.#options;
    const results = await produceBatches(await connections.to(address), identity, batches);
    for (const batch of batches) {
      const key = topicPartitionKey(batch);
      const result = results.get(key);
      if (result === undefined) throw new Error(`the broker did not say where it wrote to ${key}`);
      if (result.errorCode === 0) {
        offsets.set(key, result.baseOffset + batch.records.length - 1);
      } else {
        metadata.forget(batch.topic);
        refusals.push({ batch, error: kafkaError(result.errorCode) });
      }
    }
  }

  #batches(round: readonly OutgoingRecord[]): PartitionBatch[] {
    const byPartition = Map.groupBy(round, topicPartitionKey);
    return [...byPartition].map(([key, records]) => {
      const firstSequence = this.#sequences.get(key) ?? 0;
      this.#sequences.set(key, (firstSequence + records.length) % 2 ** 31);
      const { topic, partition } = records[0] as OutgoingRecord;
      return { topic, partition, records, firstSequence };
    });
  }

  #failure(cause: unknown, isEnding: boolean): StreamError {
    const id = this.#options.identity.transactionalId;
    if (isFenced(cause))
      return new StreamError('WEIR_PRODUCER_FENCED', `Another owner has taken ${id}; this one must stop.`, cause);
    if (!isEnding) return this.#rejected(messageOf(cause), cause);
    const message = `Whether the transaction of ${id} was committed is not known (${messageOf(cause)}); the log will tell.`;
    return new StreamError('WEIR_COMMIT_IN_DOUBT', message, cause);
  }

  #rejected(reason: string, cause?: unknown): StreamError {
    const id = this.#options.identity.transactionalId;
    return new StreamError('WEIR_COMMIT_REJECTED', `The transaction of ${id} was not committed: ${reason}.`, cause);
  }
}

async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (let waited = 0; ; waited += repeatMs) {
    try {
      await work();
      return;
    } catch (error) {
      if (!notYet.has(typeOf(error) ?? '') || waited > mostRepeatMs) throw error;
      await pause(repeatMs);
    }
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
