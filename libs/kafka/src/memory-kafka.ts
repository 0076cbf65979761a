import { StreamError } from './errors.ts';
import { MemoryGroups } from './memory-groups.ts';
import { MemoryLog } from './memory-log.ts';
import { murmur2Partition } from './murmur2.ts';
import {
  type FetchedBatch,
  type GroupMember,
  type GroupOptions,
  type KafkaPort,
  type OutgoingRecord,
  type PartitionReader,
  type Publisher,
  topicPartitionKey,
  type TopicPartition,
  type TransactionalProducer,
  type Watermarks,
} from './port.ts';

/** Where a transaction can be interrupted: its records are in the log but it is open; it is committed but nobody was told. */
export type CommitStage = 'records-written' | 'committed';

interface TransactionState {
  epoch: number;
  /** The open transaction of the current epoch. */
  open: number | undefined;
}

/**
 * Kafka in memory, behind the same port: logs with transactions, fencing by transactional id, the last stable offset, reading what is
 * committed, and groups. It passes the same conformance suite as the real one.
 */
export class MemoryKafka implements KafkaPort {
  readonly #topics = new Map<string, MemoryLog[]>();
  readonly #transactional = new Map<string, TransactionState>();
  readonly #groups = new MemoryGroups((topic) => this.#topics.get(topic)?.length ?? 0);
  #transactions = 0;
  #activeReads = 0;

  createTopic(topic: string, partitions: number): void {
    if (this.#topics.has(topic)) return;
    this.#topics.set(
      topic,
      Array.from({ length: partitions }, (_, partition) => new MemoryLog({ topic, partition })),
    );
  }

  log({ topic, partition }: TopicPartition): MemoryLog {
    const log = this.#topics.get(topic)?.[partition];
    if (log === undefined)
      throw new StreamError('WEIR_TOPIC_MISSING', `The topic ${topic} has no partition ${partition}.`);
    return log;
  }

  /** True while every reader waits for more than there is. */
  get isQuiet(): boolean {
    return this.#activeReads === 0;
  }

  openProducer(transactionalId: string): Promise<TransactionalProducer> {
    return Promise.resolve(this.producer(transactionalId, () => Promise.resolve()));
  }

  /** `onStage` lets a test stop a transaction half-way. */
  producer(transactionalId: string, onStage: (stage: CommitStage) => Promise<void>): TransactionalProducer {
    const state = this.#transactional.get(transactionalId) ?? { epoch: 0, open: undefined };
    this.#transactional.set(transactionalId, state);
    state.epoch += 1;
    if (state.open !== undefined) this.#end(state.open, false);
    state.open = undefined;
    const { epoch } = state;
    let isDead = false;
    const assertOwner = (): void => {
      if (state.epoch !== epoch)
        throw new StreamError('WEIR_PRODUCER_FENCED', `Another owner has taken ${transactionalId}.`);
    };
    return {
      commit: async (records) => {
        if (isDead) throw new StreamError('WEIR_COMMIT_REJECTED', 'The producer has failed before; open a new one.');
        isDead = true;
        await Promise.resolve();
        assertOwner();
        const transaction = (this.#transactions += 1);
        state.open = transaction;
        const offsets = this.#write(records, transaction);
        await onStage('records-written');
        assertOwner();
        state.open = undefined;
        this.#end(transaction, true);
        await onStage('committed');
        isDead = false;
        return offsets;
      },
      close: () => {
        isDead = true;
        return Promise.resolve();
      },
    };
  }

  openPublisher(): Promise<Publisher> {
    return Promise.resolve({
      publish: (records) => {
        for (const { topic, partition, ...record } of records) {
          const partitions = this.#topics.get(topic)?.length ?? 1;
          const chosen = partition ?? (record.key === null ? 0 : murmur2Partition(record.key, partitions));
          this.log({ topic, partition: chosen }).append(record);
        }
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
  }

  readPartition(source: TopicPartition, fromOffset: number): PartitionReader {
    return new MemoryReader(this.log(source), fromOffset, (change) => {
      this.#activeReads += change;
    });
  }

  watermarks(source: TopicPartition): Promise<Watermarks> {
    return Promise.resolve(this.log(source).watermarks);
  }

  partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const topic of topics) {
      const logs = this.#topics.get(topic);
      if (logs !== undefined) counts.set(topic, logs.length);
    }
    return Promise.resolve(counts);
  }

  joinGroup(options: GroupOptions): Promise<GroupMember> {
    return Promise.resolve(this.#groups.join(options));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #write(records: readonly OutgoingRecord[], transaction: number): Map<string, number> {
    const offsets = new Map<string, number>();
    for (const record of records) offsets.set(topicPartitionKey(record), this.log(record).append(record, transaction));
    return offsets;
  }

  #end(transaction: number, isCommit: boolean): void {
    for (const logs of this.#topics.values()) for (const log of logs) log.end(transaction, isCommit);
  }
}

class MemoryReader implements PartitionReader {
  readonly #log: MemoryLog;
  readonly #onActive: (change: 1 | -1) => void;
  readonly #closing = new AbortController();
  #offset: number;

  constructor(log: MemoryLog, fromOffset: number, onActive: (change: 1 | -1) => void) {
    this.#log = log;
    this.#offset = fromOffset;
    this.#onActive = onActive;
  }

  async read(maxWaitMs: number): Promise<FetchedBatch> {
    this.#onActive(1);
    try {
      await Promise.resolve();
      let batch = this.#next();
      if (batch.nextOffset === this.#offset) {
        this.#onActive(-1);
        try {
          await this.#change(maxWaitMs);
        } finally {
          this.#onActive(1);
        }
        batch = this.#next();
      }
      this.#offset = batch.nextOffset;
      return batch;
    } finally {
      this.#onActive(-1);
    }
  }

  close(): Promise<void> {
    this.#closing.abort(new Error('the reader was closed'));
    return Promise.resolve();
  }

  #next(): FetchedBatch {
    this.#closing.signal.throwIfAborted();
    return this.#log.read(this.#offset);
  }

  async #change(maxWaitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        callOff();
        this.#closing.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, maxWaitMs);
      timer.unref();
      const callOff = this.#log.onChange(done);
      this.#closing.signal.addEventListener('abort', done, { once: true });
    });
  }
}
