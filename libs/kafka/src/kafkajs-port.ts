import { type Logger } from '@weir/observability';
import { Client, type ClientOptions } from './client.ts';
import { KafkaJsGroupMember } from './kafkajs-group.ts';
import { openPublisher } from './kafkajs-publisher.ts';
import { KafkaJsReader, readWatermarks } from './kafkajs-reader.ts';
import { backoffMs, pause } from './backoff.ts';
import { messageOf } from './errors.ts';
import { isTransient } from './kafkajs-errors.ts';
import { MetadataCache } from './metadata-cache.ts';
import { type KafkaPort } from './port.ts';
import { openTransactionalProducer } from './transactional-producer.ts';
import { Waiting } from './waiting.ts';

export interface ConnectOptions extends Omit<ClientOptions, 'logger'> {
  readonly logger: Logger;
  /** Gets a plain line for a person, such as "Waiting for Kafka at ...". Defaults to a warning in the log. */
  readonly onWaiting?: (line: string) => void;
}

/** The port on KafkaJS. Nothing is connected until it is used; everything waits for a cluster that is away, and says so. */
export function connectKafka(options: ConnectOptions): KafkaPort {
  const { logger, onWaiting = (line: string) => logger.warn(line) } = options;
  const client = new Client(options);
  const metadata = new MetadataCache(client);
  const closing = new AbortController();
  const context = { client, metadata, waiting: new Waiting(onWaiting), signal: closing.signal };
  return {
    openProducer: (transactionalId) => openTransactionalProducer(context, transactionalId),
    openPublisher: () => openPublisher(context),
    readPartition: (source, fromOffset) => new KafkaJsReader(context, source, fromOffset),
    watermarks: (source) => readWatermarks(context, source),
    partitionCounts: (topics) => countPartitions(context, topics),
    joinGroup: (group) => {
      const member = new KafkaJsGroupMember(context, group);
      void member.join();
      return Promise.resolve(member);
    },
    close: async () => {
      closing.abort();
      await metadata.close();
    },
  };
}

interface CountContext {
  readonly client: Client;
  readonly metadata: MetadataCache;
  readonly waiting: Waiting;
  readonly signal: AbortSignal;
}

async function countPartitions(context: CountContext, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { client, metadata, waiting, signal } = context;
  const subject = `Kafka at ${client.brokers.join(',')}`;
  const counts = new Map<string, number>();
  for (const topic of new Set(topics)) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const count = await metadata.partitionCount(topic);
        waiting.found(subject);
        if (count !== undefined) counts.set(topic, count);
        break;
      } catch (error) {
        if (signal.aborted || !isTransient(error)) throw error;
        waiting.missing(subject, messageOf(error));
        await pause(backoffMs(attempt, 50, 1_000), signal);
      }
    }
  }
  return counts;
}
