import { type Codec, CodecError, type Customer, type Definition, type SegmentEvent } from '@weir/codec';
import { type FetchedRecord, isReserved, type TopicPartition } from '@weir/kafka';
import { type DatabaseSync } from 'node:sqlite';
import { CustomerRows } from './customer-rows.ts';
import { inTransaction } from './database.ts';
import { SegmentRows } from './segment-rows.ts';
import { TransitionRows } from './transition-rows.ts';

/** The topics that are kept as tables. */
export type IngestedTopic = 'customers' | 'segment-events' | 'definitions';

export interface DecodedRecord {
  readonly key: string;
  readonly timestamp: number;
  /** Of the topic's type; null for a deletion. */
  readonly value: unknown;
}

export interface UnreadableRecord {
  readonly record: FetchedRecord;
  readonly error: CodecError;
}

export interface DecodedBatch {
  readonly decoded: readonly DecodedRecord[];
  /** Not what the topic should hold: for the dead-letter topic, before the batch is written. */
  readonly unreadable: readonly UnreadableRecord[];
}

type Codecs = Pick<Codec, 'decode' | 'resolveSchemas'>;

/**
 * Writes records into the database, in one SQL transaction with the position after them: each is in it exactly once, whatever happens to this
 * process or to Kafka's idea of where it stands.
 */
export class Ingest {
  readonly #database: DatabaseSync;
  readonly #codec: Codecs;
  readonly #customers: CustomerRows;
  readonly #transitions: TransitionRows;
  readonly #segments: SegmentRows;

  constructor(database: DatabaseSync, codec: Codecs) {
    this.#database = database;
    this.#codec = codec;
    this.#customers = new CustomerRows(database);
    this.#transitions = new TransitionRows(database);
    this.#segments = new SegmentRows(database);
  }

  /** The next offset to read; null when nothing of the partition has been read. */
  position({ topic, partition }: TopicPartition): number | null {
    const row = this.#database
      .prepare('SELECT next_offset FROM positions WHERE topic = ? AND partition = ?')
      .get(topic, partition);
    return row === undefined ? null : Number(row['next_offset']);
  }

  /** Reads the values of a batch; waits while the schema registry is needed and down. Weir's own records are left out. */
  async decode(id: IngestedTopic, records: readonly FetchedRecord[]): Promise<DecodedBatch> {
    const decoded: DecodedRecord[] = [];
    const unreadable: UnreadableRecord[] = [];
    await this.#codec.resolveSchemas(
      id,
      records.map(({ value }) => value),
    );
    for (const record of records) {
      if (record.key === null || isReserved(record)) continue;
      try {
        const value = record.value === null ? null : this.#codec.decode(id, record.value);
        decoded.push({ key: record.key.toString(), timestamp: record.timestamp, value });
      } catch (error) {
        if (!(error instanceof CodecError)) throw error;
        unreadable.push({ record, error });
      }
    }
    return { decoded, unreadable };
  }

  /** Writes what a batch says, and the position after it. */
  write(id: IngestedTopic, source: TopicPartition, records: readonly DecodedRecord[], nextOffset: number): void {
    inTransaction(this.#database, () => {
      for (const record of records) this.#apply(id, source.partition, record);
      this.#database
        .prepare('INSERT OR REPLACE INTO positions (topic, partition, next_offset) VALUES (?, ?, ?)')
        .run(source.topic, source.partition, nextOffset);
    });
  }

  /** Forgets partitions that are not among these, with all their rows: somebody else keeps them up to date now. */
  keepOnly(topics: readonly string[], partitions: readonly number[]): number {
    const kept = JSON.stringify(partitions);
    const named = JSON.stringify(topics);
    const isLost = 'partition NOT IN (SELECT value FROM json_each(?))';
    return inTransaction(this.#database, () => {
      const { changes } = this.#database
        .prepare(`DELETE FROM positions WHERE topic IN (SELECT value FROM json_each(?)) AND ${isLost}`)
        .run(named, kept);
      if (Number(changes) === 0) return 0;
      for (const table of ['customers', 'memberships', 'transitions', 'erasures']) {
        this.#database.prepare(`DELETE FROM ${table} WHERE ${isLost}`).run(kept);
      }
      return Number(changes);
    });
  }

  #apply(id: IngestedTopic, partition: number, { key, value, timestamp }: DecodedRecord): void {
    if (id === 'customers' && value === null) {
      this.#customers.remove(key);
      this.#transitions.markErased(key, timestamp, partition);
    } else if (id === 'customers') this.#customers.put(value as Customer, partition);
    else if (id === 'segment-events' && value !== null) this.#transitions.add(value as SegmentEvent, partition);
    else if (id === 'definitions' && value === null) this.#segments.remove(key);
    else if (id === 'definitions') this.#segments.put(value as Definition);
  }
}
