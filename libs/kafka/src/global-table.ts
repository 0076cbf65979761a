import { type Logger } from '@weir/observability';
import { backoffMs, pause } from './backoff.ts';
import { codeOf, messageOf } from './errors.ts';
import { type KafkaPort, type PartitionReader, type TopicPartition } from './port.ts';
import { isReserved } from './ticks.ts';

export interface GlobalTableOptions {
  readonly kafka: KafkaPort;
  readonly topic: string;
  readonly logger: Logger;
}

/** A whole compacted topic in memory, in every process: for small tables, such as definitions. */
export interface GlobalTable {
  readonly name: string;
  /** Resolves when everything that was committed at the start has been read. Waits for the topic to exist. */
  start(): Promise<void>;
  stop(): Promise<void>;
  entries(): ReadonlyMap<string, Buffer>;
  /** Grows with every change of an entry: one look tells whether anything is new. */
  revision(): number;
  /** One above the offset of the last record of a key, also of a removed one: the same in every process, and only grows. */
  changedAt(): ReadonlyMap<string, number>;
}

const maxWaitMs = 5_000;

export function createGlobalTable(options: GlobalTableOptions): GlobalTable {
  return new TailedTable(options);
}

class TailedTable implements GlobalTable {
  readonly name: string;
  readonly #options: GlobalTableOptions;
  readonly #stopping = new AbortController();
  readonly #entries = new Map<string, Buffer>();
  readonly #changedAt = new Map<string, number>();
  readonly #readers = new Set<PartitionReader>();
  #revision = 0;
  #started: Promise<void> | undefined;

  constructor(options: GlobalTableOptions) {
    this.name = `table ${options.topic}`;
    this.#options = options;
  }

  entries(): ReadonlyMap<string, Buffer> {
    return this.#entries;
  }

  revision(): number {
    return this.#revision;
  }

  changedAt(): ReadonlyMap<string, number> {
    return this.#changedAt;
  }

  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  stop(): Promise<void> {
    this.#stopping.abort();
    for (const reader of this.#readers) void reader.close();
    return Promise.resolve();
  }

  async #start(): Promise<void> {
    const { topic } = this.#options;
    const partitions = await this.#partitions();
    await Promise.all(Array.from({ length: partitions }, (_, partition) => this.#begin({ topic, partition })));
  }

  async #partitions(): Promise<number> {
    const { kafka, topic, logger } = this.#options;
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt += 1) {
      const count = (await kafka.partitionCounts([topic])).get(topic);
      if (count !== undefined) return count;
      if (attempt % 10 === 2) logger.warn(`waiting for the topic ${topic}, which does not exist yet`);
      await pause(backoffMs(attempt, 100, 2_000), this.#stopping.signal);
    }
    return 0;
  }

  /** Resolves when the partition has been read up to where it ended at the beginning; goes on reading after that. */
  async #begin(source: TopicPartition): Promise<void> {
    const { low, high } = await this.#options.kafka.watermarks(source);
    await new Promise<void>((resolve) => {
      const onPosition = (position: number): void => {
        if (position >= high) resolve();
      };
      this.#stopping.signal.addEventListener('abort', () => resolve(), { once: true });
      onPosition(low);
      void this.#tail(source, low, onPosition);
    });
  }

  async #tail(source: TopicPartition, from: number, onPosition: (position: number) => void): Promise<void> {
    const { kafka, logger } = this.#options;
    let position = from;
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt += 1) {
      const reader = kafka.readPartition(source, position);
      this.#readers.add(reader);
      try {
        while (!this.#stopping.signal.aborted) {
          const batch = await reader.read(maxWaitMs);
          for (const record of batch.records) {
            if (record.key !== null && !isReserved(record))
              this.#apply(record.key.toString(), record.value, record.offset);
          }
          position = batch.nextOffset;
          attempt = 0;
          onPosition(position);
        }
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        logger.warn({ err: error, ...source }, `reading the table again: ${messageOf(error)}`);
        if (codeOf(error) === 'WEIR_OFFSET_OUT_OF_RANGE') position = (await kafka.watermarks(source)).low;
      } finally {
        this.#readers.delete(reader);
        void reader.close();
      }
      await pause(backoffMs(attempt, 100, 2_000), this.#stopping.signal);
    }
  }

  /** The value is copied: what was read is a piece of a much larger answer that would be kept alive. */
  #apply(key: string, value: Buffer | null, offset: number): void {
    this.#changedAt.set(key, offset + 1);
    if (value === null && !this.#entries.delete(key)) return;
    if (value !== null) this.#entries.set(key, Buffer.from(value));
    this.#revision += 1;
  }
}
