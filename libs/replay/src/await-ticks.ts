import { type Instant } from '@weir/engine';
import { type FetchedRecord, type KafkaPort, type TopicPartition, readTick } from '@weir/kafka';

export interface AwaitTicksOptions {
  readonly kafka: KafkaPort;
  /** Full names, prefix included. */
  readonly topics: readonly string[];
  /** Of each topic. */
  readonly partitions: number;
  /** A partition is done when a tick at or after this instant came out of it. */
  readonly until: Instant;
  /** Gets the records that are not ticks, a batch at a time, in order for each partition. Awaited before the partition is read on. */
  readonly onRecords?: (source: TopicPartition, records: readonly FetchedRecord[]) => void | Promise<void>;
  /** Called whenever a tick came, with the instant that all partitions have reached; -Infinity before the first. */
  readonly onReached?: (instant: Instant) => void;
  /** Gives up; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

const readPatienceMs = 500;

/**
 * Reads topics from their beginning until stream time has reached `until` on every partition: then everything that the events
 * up to that instant cause has been written and read. With `onRecords`, a way to collect it all.
 */
export async function awaitTicks(options: AwaitTicksOptions): Promise<void> {
  const sources = options.topics.flatMap((topic) =>
    Array.from({ length: options.partitions }, (_, partition) => ({ topic, partition })),
  );
  const reached = new Map<TopicPartition, Instant>(sources.map((source) => [source, Number.NEGATIVE_INFINITY]));
  const onTick = (source: TopicPartition, instant: Instant) => {
    reached.set(source, instant);
    options.onReached?.(Math.min(...reached.values()));
  };
  const failure = new AbortController();
  const signal = AbortSignal.any([failure.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  await Promise.all(
    sources.map(async (source) => {
      try {
        await readUntil(source, options, signal, (instant) => onTick(source, instant));
      } catch (error) {
        failure.abort(error);
        throw error;
      }
    }),
  );
}

async function readUntil(
  source: TopicPartition,
  options: AwaitTicksOptions,
  signal: AbortSignal,
  onTick: (instant: Instant) => void,
): Promise<void> {
  const reader = options.kafka.readPartition(source, 0);
  try {
    for (let isDone = false; !isDone;) {
      signal.throwIfAborted();
      const { records } = await reader.read(readPatienceMs);
      const ticks = records.map(readTick).filter((tick) => tick !== undefined);
      const data = records.filter((record) => readTick(record) === undefined);
      if (data.length > 0) await options.onRecords?.(source, data);
      const latest = ticks.at(-1);
      if (latest === undefined) continue;
      onTick(latest);
      isDone = latest >= options.until;
    }
  } finally {
    await reader.close();
  }
}
