import { createSilentLogger, type Logger } from '@weir/observability';
import { pause } from './backoff.ts';
import { Client, type ClientOptions } from './client.ts';
import { typeOf } from './kafkajs-errors.ts';

export interface TopicDefinition {
  readonly topic: string;
  readonly partitions: number;
  /** Default: the cluster's own (-1). */
  readonly replicationFactor?: number;
  readonly config?: Readonly<Record<string, string>>;
}

export interface TopicDescription {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
}

/** For the `topics` command and for tests: services never change topics. */
export interface AdminPort {
  listTopics(): Promise<string[]>;
  /** Creates those that do not exist and resolves with their names. */
  createTopics(definitions: readonly TopicDefinition[]): Promise<string[]>;
  /** Absent when the topic does not exist. */
  describeTopics(topics: readonly string[]): Promise<Map<string, TopicDescription>>;
  /** Sets some settings and leaves the others as they are. */
  alterTopic(topic: string, config: Readonly<Record<string, string>>): Promise<void>;
  deleteTopics(topics: readonly string[]): Promise<void>;
  /** Trims a partition's log: `offset` becomes its first offset. */
  trim(source: { topic: string; partition: number }, offset: number): Promise<void>;
  close(): Promise<void>;
}

const topicResource = 2;

export interface AdminOptions extends Omit<ClientOptions, 'logger'> {
  /** Default: none, as a tool speaks to a person by other means. */
  readonly logger?: Logger;
}

export async function connectAdmin({ logger = createSilentLogger(), ...options }: AdminOptions): Promise<AdminPort> {
  const admin = new Client({ ...options, logger }).admin();
  await admin.connect();

  const existing = async (topics: readonly string[]): Promise<string[]> => {
    const known = new Set(await admin.listTopics());
    return topics.filter((topic) => known.has(topic));
  };
  const describeTopics = async (topics: readonly string[]): Promise<Map<string, TopicDescription>> => {
    const found = await existing(topics);
    if (found.length === 0) return new Map();
    const { topics: metadata } = await admin.fetchTopicMetadata({ topics: found });
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: found.map((name) => ({ type: topicResource, name })),
    });
    const configs = new Map(resources.map(({ resourceName, configEntries }) => [resourceName, configEntries]));
    return new Map(
      metadata.map(({ name, partitions }) => {
        const entries = (configs.get(name) ?? []).map(({ configName, configValue }) => [configName, configValue]);
        const config = Object.fromEntries(entries) as Record<string, string>;
        const replicationFactor = partitions[0]?.replicas.length ?? 0;
        return [name, { topic: name, partitions: partitions.length, replicationFactor, config }];
      }),
    );
  };
  return {
    listTopics: () => admin.listTopics(),
    createTopics: async (definitions) => {
      const present = new Set(await existing(definitions.map(({ topic }) => topic)));
      const missing = definitions.filter(({ topic }) => !present.has(topic));
      const topics = missing.map(({ topic }) => topic);
      if (topics.length === 0) return topics;
      await admin.createTopics({ waitForLeaders: false, topics: missing.map(toTopicConfig) });
      await untilSettled(() => areLed(admin, topics));
      return topics;
    },
    describeTopics,
    alterTopic: async (topic, config) => {
      const current = (await describeOverrides(admin, topic)) ?? {};
      const configEntries = Object.entries({ ...current, ...config }).map(([name, value]) => ({ name, value }));
      await admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: topicResource, name: topic, configEntries }],
      });
      await untilSettled(() => areSet(admin, topic, config));
    },
    deleteTopics: async (topics) => {
      const found = await existing(topics);
      if (found.length === 0) return;
      await admin.deleteTopics({ topics: found }).catch((error: unknown) => {
        // A broker may list for a moment what is deleted already.
        if (typeOf(error) !== unknownTopic) throw error;
      });
      await untilSettled(async () => (await existing(found)).length === 0);
    },
    trim: async ({ topic, partition }, offset) => {
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
    },
    close: () => admin.disconnect(),
  };
}

function toTopicConfig({ topic, partitions, replicationFactor = -1, config = {} }: TopicDefinition) {
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  return { topic, numPartitions: partitions, replicationFactor, configEntries };
}

type KafkaAdmin = ReturnType<Client['admin']>;

const unknownTopic = 'UNKNOWN_TOPIC_OR_PARTITION';
const settlingAttempts = 100;
const settlingPauseMs = 100;

/** The controller answers before the brokers know: looks again until they do, but not for ever. */
async function untilSettled(isSettled: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; attempt <= settlingAttempts; attempt += 1) {
    if (await isSettled()) return;
    await pause(settlingPauseMs);
  }
}

/** KafkaJS can wait for leaders itself, but takes it for an error when the topics, just created, are not known yet. */
async function areLed(admin: KafkaAdmin, topics: string[]): Promise<boolean> {
  try {
    const { topics: metadata } = await admin.fetchTopicMetadata({ topics });
    return metadata.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
  } catch (error) {
    if (typeOf(error) === unknownTopic || typeOf(error) === 'LEADER_NOT_AVAILABLE') return false;
    throw error;
  }
}

async function areSet(admin: KafkaAdmin, topic: string, config: Readonly<Record<string, string>>): Promise<boolean> {
  const current = await describeOverrides(admin, topic);
  return Object.entries(config).every(([name, value]) => current?.[name] === value);
}

/** What was set for the topic itself: AlterConfigs replaces all of it, so what is to stay has to be sent along. */
async function describeOverrides(admin: KafkaAdmin, topic: string): Promise<Record<string, string> | undefined> {
  const dynamicTopicConfig = 1;
  try {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: topicResource, name: topic }],
    });
    const own = (resources[0]?.configEntries ?? []).filter(
      ({ configSource }) => Number(configSource) === dynamicTopicConfig,
    );
    return Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
  } catch (error) {
    if (typeOf(error) === unknownTopic) return undefined;
    throw error;
  }
}
