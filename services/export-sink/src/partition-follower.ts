import { codeOf, type KafkaPort, type PartitionReader, type TopicPartition } from '@weir/kafka';
import { type Ingest, type IngestedTopic, type UnreadableRecord } from './ingest.ts';

export interface FollowerOptions {
  readonly kafka: KafkaPort;
  readonly ingest: Ingest;
  readonly id: IngestedTopic;
  readonly source: TopicPartition;
  /** Sets records aside that cannot be read; resolves when they are safe. */
  readonly setAside: (source: TopicPartition, records: readonly UnreadableRecord[]) => Promise<void>;
  readonly onProgress: (written: number, behind: number) => void;
}

const maxWaitMs = 1_000;
const recordsPerTransaction = 1_000;

/** The log no longer holds what comes next, or never held what came before: going on would leave a gap that nobody sees. */
export class PositionLostError extends Error {
  override readonly name = 'PositionLostError';
  readonly code = 'WEIR_INPUT_TRIMMED';
}

/**
 * Follows one partition into the database until it is stopped. The reader itself waits while Kafka is out of reach; `run` rejects when going on is
 * of no use: the position is not in the log any more, or the database cannot be written.
 */
export class PartitionFollower {
  readonly #options: FollowerOptions;
  #reader: PartitionReader | null = null;
  #isStopping = false;
  #isAbreast = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** True once everything that there was has been written. */
  get isAbreast(): boolean {
    return this.#isAbreast;
  }

  async run(): Promise<void> {
    const { kafka, ingest, source } = this.#options;
    try {
      const { low, high } = await kafka.watermarks(source);
      const position = ingest.position(source) ?? low;
      if (position < low || position > high) throw this.#lost(position, `now holds ${low} to ${high}`);
      if (this.#isStopping) return;
      this.#isAbreast = position === high;
      this.#reader = kafka.readPartition(source, position);
      while (!this.#isStopping) await this.#takeBatch(this.#reader);
    } catch (error) {
      if (this.#isStopping) return;
      if (codeOf(error) !== 'WEIR_OFFSET_OUT_OF_RANGE') throw error;
      throw this.#lost(ingest.position(source) ?? 0, 'does not hold that any more');
    } finally {
      await this.#reader?.close();
    }
  }

  stop(): void {
    this.#isStopping = true;
    void this.#reader?.close();
  }

  async #takeBatch(reader: PartitionReader): Promise<void> {
    const { id, ingest, onProgress, setAside, source } = this.#options;
    const { records, nextOffset, endOffset } = await reader.read(maxWaitMs);
    for (let start = 0; start < records.length; start += recordsPerTransaction) {
      const piece = records.slice(start, start + recordsPerTransaction);
      const end = (piece.at(-1)?.offset ?? 0) + 1;
      const { decoded, unreadable } = await ingest.decode(id, piece);
      if (unreadable.length > 0) await setAside(source, unreadable);
      if (this.#isStopping) return;
      ingest.write(id, source, decoded, end);
      onProgress(decoded.length, Math.max(0, endOffset - end));
    }
    if (nextOffset < endOffset) return;
    this.#isAbreast = true;
    onProgress(0, 0);
  }

  #lost(position: number, whatTheLogSays: string): PositionLostError {
    const { topic, partition } = this.#options.source;
    return new PositionLostError(
      `the database has read ${topic}/${partition} up to ${position}, but the log ${whatTheLogSays}: ` +
        'what lies between is lost, or the database belongs to another cluster. Remove the database file to build it anew from the log.',
    );
  }
}
