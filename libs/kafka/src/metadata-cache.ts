import { type BrokerAddress, type Client, type InnerBroker, type InnerCluster } from './client.ts';
import { StreamError } from './errors.ts';
import { type TopicPartition } from './port.ts';

interface TopicLeaders {
  /** By partition; undefined while a partition has no leader. */
  readonly leaders: ReadonlyMap<number, BrokerAddress>;
  readonly partitions: number;
}

/** Who leads which partition: asked of any broker, remembered until someone finds that it is no longer so. */
export class MetadataCache {
  readonly #client: Client;
  readonly #topics = new Map<string, Promise<TopicLeaders>>();
  #cluster: InnerCluster;
  #connected: Promise<void> | undefined;
  #isClosed = false;
  readonly #asking = new Set<Promise<unknown>>();

  constructor(client: Client) {
    this.#client = client;
    this.#cluster = client.cluster();
  }

  /** What the brokers support, once one has been reached. */
  get versions(): object | null {
    return this.#cluster.brokerPool.versions;
  }

  /** Rejects with a KafkaJS error while no broker answers, or with WEIR_TOPIC_MISSING. */
  async leaderOf({ topic, partition }: TopicPartition): Promise<BrokerAddress> {
    const { leaders } = await this.#topic(topic);
    const leader = leaders.get(partition);
    if (leader === undefined) {
      this.forget(topic);
      throw new Error(`no leader for ${topic}/${partition}`);
    }
    return leader;
  }

  /** Undefined when the topic does not exist. Never answered from memory: topics are made while others wait for them. */
  async partitionCount(topic: string): Promise<number | undefined> {
    this.forget(topic);
    try {
      return (await this.#topic(topic)).partitions;
    } catch (error) {
      if ((error as { code?: unknown }).code === 'WEIR_TOPIC_MISSING') return undefined;
      throw error;
    }
  }

  /** Who decides about the transactions of an id. Asked anew each time: it is needed once per producer. */
  async transactionCoordinator(transactionalId: string): Promise<BrokerAddress> {
    const { coordinator } = await this.#asks((broker) =>
      broker.findGroupCoordinator({ groupId: transactionalId, coordinatorType: 1 }),
    );
    return { host: coordinator.host, port: coordinator.port };
  }

  forget(topic: string): void {
    this.#topics.delete(topic);
  }

  /** Waits for what is being asked: a connection that came up afterwards would stay. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled([...this.#asking]);
    await this.#cluster.disconnect();
  }

  #topic(topic: string): Promise<TopicLeaders> {
    const known = this.#topics.get(topic);
    if (known !== undefined) return known;
    const asked = this.#ask(topic);
    this.#topics.set(topic, asked);
    asked.catch(() => this.#topics.get(topic) === asked && this.forget(topic));
    return asked;
  }

  /** Asks some broker that can be reached. */
  async #asks<T>(work: (broker: InnerBroker) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new Error('the connection to Kafka was closed');
    const asking = this.#connect().then(work);
    this.#asking.add(asking);
    try {
      return await asking;
    } finally {
      this.#asking.delete(asking);
    }
  }

  async #connect(): Promise<InnerBroker> {
    this.#connected ??= this.#cluster.connect();
    try {
      await this.#connected;
    } catch (error) {
      this.#connected = undefined;
      throw error;
    }
    return this.#cluster.brokerPool.findConnectedBroker();
  }

  async #ask(topic: string): Promise<TopicLeaders> {
    const metadata = await this.#asks((broker) => broker.metadata([topic])).catch((error: unknown) => {
      if ((error as { type?: unknown }).type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
      throw new StreamError('WEIR_TOPIC_MISSING', `The topic ${topic} does not exist; create the topics first.`, error);
    });
    const addresses = new Map(metadata.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]));
    const partitions = metadata.topicMetadata[0]?.partitionMetadata ?? [];
    const leaders = new Map<number, BrokerAddress>();
    for (const { partitionId, leader } of partitions) {
      const address = addresses.get(leader);
      if (address !== undefined) leaders.set(partitionId, address);
    }
    return { leaders, partitions: partitions.length };
  }
}
