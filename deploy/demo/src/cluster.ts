import { randomBytes } from 'node:crypto';
import { type Codec, createCodec, desiredTopics, type RecordName } from '@weir/codec';
import { connectAdmin, connectKafka, type KafkaPort } from '@weir/kafka';
import { createSilentLogger } from '@weir/observability';
import { startStack } from '@weir/stack';

/** A broker and a registry with Weir's topics on it, empty. */
export interface Cluster {
  readonly brokers: string;
  readonly registryUrl: string;
  readonly topicPrefix: string;
  /** Of every topic that customers share. */
  readonly partitions: number;
  readonly kafka: KafkaPort;
  readonly codec: Codec;
  /** Resolves with a sentence when a part of it ends by itself. */
  readonly brokenBy: Promise<string>;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** False: somebody else's, to be left as it was found. */
  readonly isOwn: boolean;
  /** On somebody else's; null: one made up. */
  readonly topicPrefix: string | null;
  readonly signal: AbortSignal;
  /** Gets what is waited for. */
  readonly onWaiting: (text: string) => void;
}

const partitions = 4;

/** Everything the demo itself reads or writes. */
const recordNames: readonly RecordName[] = [
  ...(['customer-events', 'order-events', 'segment-events', 'customers'] as const),
  ...(['definitions', 'message-events', 'tasks', 'promo-codes'] as const),
];

/** Leaves nothing behind when it rejects. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { isOwn, signal, onWaiting } = options;
  const stack = await startStack({ onProgress: onWaiting });
  let removeTopics = (): Promise<void> => Promise.resolve();
  try {
    const topicPrefix = isOwn ? '' : (options.topicPrefix ?? `demo-${randomBytes(4).toString('hex')}-`);
    const client = { brokers: stack.brokers, clientId: 'demo', logger: createSilentLogger(), onWaiting };
    removeTopics = await createTopics(client, topicPrefix);
    const codec = createCodec({ registryUrl: stack.registryUrl, topicPrefix, onWaiting, signal });
    await codec.prepare(recordNames);
    const kafka = connectKafka(client);
    return {
      brokers: stack.brokers.join(','),
      registryUrl: stack.registryUrl,
      topicPrefix,
      partitions,
      kafka,
      codec,
      brokenBy: stack.brokenBy,
      stop: async () => {
        await kafka.close();
        if (!isOwn) await removeTopics();
        await stack.stop();
      },
    };
  } catch (error) {
    if (!isOwn) await removeTopics();
    await stack.stop();
    throw error;
  }
}

/**
 * Creates every topic of Weir; resolves with what removes them. The records are of 2017: unlike those of an installation, they must not be
 * forgotten for their age.
 */
async function createTopics(client: Parameters<typeof connectAdmin>[0], prefix: string): Promise<() => Promise<void>> {
  const topics = desiredTopics({ partitions, prefix }).map((topic) => ({
    ...topic,
    config: topic.config['retention.ms'] === undefined ? topic.config : { ...topic.config, 'retention.ms': '-1' },
  }));
  const withAdmin = async (
    work: (admin: Awaited<ReturnType<typeof connectAdmin>>) => Promise<unknown>,
  ): Promise<void> => {
    const admin = await connectAdmin(client);
    try {
      await work(admin);
    } finally {
      await admin.close();
    }
  };
  await withAdmin((admin) => admin.createTopics(topics));
  return () => withAdmin((admin) => admin.deleteTopics(topics.map(({ topic }) => topic)));
}
