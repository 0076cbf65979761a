/**
 * All the Kafka that Weir knows. One adapter implements it on KafkaJS, another simulates it in memory;
 * a conformance suite holds both to the same behaviour.
 *
 * Offsets are numbers: Kafka's are 64 bits wide, and 2^53 records of one partition are out of reach.
 * Instants are epoch milliseconds.
 */
export type Headers = Readonly<Record<string, Buffer>>;

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A record as read from a partition. */
export interface FetchedRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Headers;
}

/** A record to be written to a partition the writer has chosen. */
export interface OutgoingRecord extends TopicPartition {
  readonly key: Buffer | string | null;
  readonly value: Buffer | Uint8Array | null;
  readonly timestamp: number;
  readonly headers?: Headers;
}

/**
 * A producer that holds one transactional id. Opening it fences every earlier holder and settles what that one left in doubt.
 * Any rejection means that the producer is dead and the outcome may be unknown: discard it and recover.
 */
export interface TransactionalProducer {
  /**
   * Writes all records in one transaction, or none of them.
   * Resolves with the offset of the last record written to each partition, keyed by `topicPartitionKey`.
   */
  commit(records: readonly OutgoingRecord[]): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

/** Writes records outside any transaction: for tools and tests that play the shop. */
export interface Publisher {
  /** Resolves when all in-sync replicas have them. A null partition is chosen by Kafka's murmur2 of the key. */
  publish(
    records: readonly (Omit<OutgoingRecord, 'partition'> & { readonly partition: number | null })[],
  ): Promise<void>;
  close(): Promise<void>;
}

export interface FetchedBatch {
  /** Committed data records, in offset order; control records and aborted ones are left out. May be empty. */
  readonly records: readonly FetchedRecord[];
  /** Where to read on: above the last record seen, and above control records at the end of the batch. */
  readonly nextOffset: number;
  /** The end of what is committed and readable (the last stable offset) when the broker answered. */
  readonly endOffset: number;
}

/** Reads one partition, committed records only, from an offset on. */
export interface PartitionReader {
  /**
   * The next batch; resolves with an empty one when nothing came within `maxWaitMs`.
   * Rejects with WEIR_OFFSET_OUT_OF_RANGE when the log was trimmed above the offset: it never resets by itself.
   */
  read(maxWaitMs: number): Promise<FetchedBatch>;
  close(): Promise<void>;
}

export interface Watermarks {
  /** The first offset still in the log. */
  readonly low: number;
  /** One above the last committed and readable record (the last stable offset). */
  readonly high: number;
}

export interface GroupOptions {
  readonly groupId: string;
  /** Co-partitioned: whoever gets partition p gets p of each of these. */
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly onAssigned: (partitions: readonly number[]) => void;
  /** The group is lost for now (rebalancing, session expired): kept tasks go on, `onAssigned` follows. */
  readonly onCrashed: (loss: GroupLoss) => void;
}

export interface GroupLoss {
  readonly error: Error;
  /** Whether this is normal life, such as a coordinator that starts or moves, rather than a surprise. */
  readonly isExpected: boolean;
}

export interface GroupMember {
  /** For lag dashboards only: correctness never reads them. Failures are ignored. */
  commitOffsets(offsets: readonly (TopicPartition & { readonly offset: number })[]): Promise<void>;
  leave(): Promise<void>;
}

export interface KafkaPort {
  openProducer(transactionalId: string): Promise<TransactionalProducer>;
  openPublisher(): Promise<Publisher>;
  readPartition(source: TopicPartition, fromOffset: number): PartitionReader;
  watermarks(source: TopicPartition): Promise<Watermarks>;
  /** The number of partitions of each topic; absent when the topic does not exist. */
  partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  joinGroup(options: GroupOptions): Promise<GroupMember>;
  close(): Promise<void>;
}

export function topicPartitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
