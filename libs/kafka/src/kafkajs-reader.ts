import { backoffMs, pause } from './backoff.ts';
import { type Client, dropConnection, fetchPartition, type InnerConnection, kafkaError, listOffset } from './client.ts';
import { codeOf, messageOf, StreamError } from './errors.ts';
import { type PartitionAnswer, toFetchedBatch } from './fetch-response.ts';
import { isTransient } from './kafkajs-errors.ts';
import { type MetadataCache } from './metadata-cache.ts';
import { type FetchedBatch, type PartitionReader, type TopicPartition, type Watermarks } from './port.ts';
import { type Waiting } from './waiting.ts';

export interface ReaderContext {
  readonly client: Client;
  readonly metadata: MetadataCache;
  readonly waiting: Waiting;
  /** Aborted when the port is closed. */
  readonly signal: AbortSignal;
}

const maxBytes = 1024 * 1024;
const offsetOutOfRange = 'OFFSET_OUT_OF_RANGE';

/**
 * Reads one partition from its leader over a connection of its own: a broker answers the requests of one connection in order, so that
 * readers that share one would wait for each other's long polls. When the leader moves or the connection breaks it looks for the new
 * leader, for as long as it takes.
 */
export class KafkaJsReader implements PartitionReader {
  readonly #context: ReaderContext;
  readonly #source: TopicPartition;
  readonly #closing = new AbortController();
  #offset: number;
  #connection: InnerConnection | undefined;

  constructor(context: ReaderContext, source: TopicPartition, fromOffset: number) {
    this.#context = context;
    this.#source = source;
    this.#offset = fromOffset;
    context.signal.addEventListener('abort', this.#stop, { once: true });
  }

  async read(maxWaitMs: number): Promise<FetchedBatch> {
    const reading = withLeader(this.#context, this.#source, this.#closing.signal, async (connect) => {
      this.#connection ??= await connect();
      try {
        const request = { fetchOffset: this.#offset, maxWaitMs, maxBytes };
        return accepted(await fetchPartition(this.#connection, this.#source, request));
      } catch (error) {
        if (!isOutOfRange(error)) this.#disconnect(error);
        throw error;
      }
    });
    const answer = await unlessAborted(this.#closing.signal, reading);
    const batch = toFetchedBatch(answer, this.#offset);
    this.#offset = batch.nextOffset;
    return batch;
  }

  close(): Promise<void> {
    this.#stop();
    return Promise.resolve();
  }

  readonly #stop = (): void => {
    this.#context.signal.removeEventListener('abort', this.#stop);
    this.#closing.abort(new Error('the reader was closed'));
    this.#disconnect(new Error('the reader was closed'));
  };

  #disconnect(reason: unknown): void {
    const connection = this.#connection;
    this.#connection = undefined;
    drop(connection, reason);
  }
}

/** The first offset and the last stable one, over a short-lived connection. */
export async function readWatermarks(context: ReaderContext, source: TopicPartition): Promise<Watermarks> {
  return withLeader(context, source, context.signal, async (connect) => {
    const connection = await connect();
    try {
      const low = await listOffset(connection, source, -2);
      const high = await listOffset(connection, source, -1);
      return { low, high };
    } finally {
      drop(connection, new Error('done'));
    }
  });
}

function drop(connection: InnerConnection | undefined, reason: unknown): void {
  if (connection !== undefined)
    dropConnection(connection, reason instanceof Error ? reason : new Error(messageOf(reason)));
}

/** Rejects as soon as the signal is aborted, whatever the work is doing. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Repeats the work until it succeeds, finding the leader anew before each repetition; gives up only on what waiting cannot mend. */
async function withLeader<T>(
  { client, metadata, waiting, signal: portSignal }: ReaderContext,
  source: TopicPartition,
  signal: AbortSignal,
  work: (connect: () => Promise<InnerConnection>) => Promise<T>,
): Promise<T> {
  // Of the whole cluster: a process reads many partitions, and an outage is one thing to say.
  const subject = `Kafka at ${client.brokers.join(',')}`;
  const waiter = `${source.topic}/${source.partition}`;
  const connect = async (): Promise<InnerConnection> => {
    const connection = await client.connect(await metadata.leaderOf(source), metadata.versions);
    if (!signal.aborted) return connection;
    drop(connection, signal.reason);
    throw new Error(`reading ${waiter} was ended`);
  };
  try {
    for (let attempt = 0; ; attempt += 1) {
      if (signal.aborted || portSignal.aborted) throw new Error(`reading ${waiter} was ended`);
      try {
        const result = await work(connect);
        waiting.found(subject, waiter);
        return result;
      } catch (error) {
        if (signal.aborted || portSignal.aborted) throw error;
        if (isOutOfRange(error)) throw outOfRange(source, error);
        if (!canWait(error)) throw error;
        metadata.forget(source.topic);
        waiting.missing(subject, messageOf(error), waiter);
        await pause(backoffMs(attempt, 20, 1_000), signal);
      }
    }
  } finally {
    waiting.forget(subject, waiter);
  }
}

function canWait(error: unknown): boolean {
  return isTransient(error) || codeOf(error) === 'WEIR_TOPIC_MISSING' || messageOf(error).startsWith('no leader');
}

/** Throws what Kafka answered as an error; an answer without one passes through. */
function accepted(answer: PartitionAnswer): PartitionAnswer {
  if (answer.errorCode !== 0) throw kafkaError(answer.errorCode);
  return answer;
}

function isOutOfRange(error: unknown): boolean {
  return (error as { type?: unknown }).type === offsetOutOfRange;
}

function outOfRange({ topic, partition }: TopicPartition, cause: unknown): StreamError {
  const message = `${topic}/${partition} no longer has, or does not have yet, the offset asked for: records were trimmed or the log was cut.`;
  return new StreamError('WEIR_OFFSET_OUT_OF_RANGE', message, cause);
}
