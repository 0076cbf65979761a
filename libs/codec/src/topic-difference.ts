import type { DesiredTopic } from './topic-config.ts';

/** A topic as a broker describes it, with all its settings. */
export interface ActualTopic {
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface ConfigDifference {
  readonly topic: string;
  readonly key: string;
  readonly desired: string;
  /** Null when the broker does not know this setting. */
  readonly actual: string | null;
}

/** What cannot be put right by a setting. */
export interface LayoutDifference {
  readonly topic: string;
  readonly desired: number;
  readonly actual: number;
  readonly explanation: string;
}

export interface TopicDifferences {
  readonly missing: readonly DesiredTopic[];
  readonly configs: readonly ConfigDifference[];
  readonly partitionCounts: readonly LayoutDifference[];
  readonly replicationFactors: readonly LayoutDifference[];
}

/** What stands between the topics as they should be and as they are; others that exist are nobody's concern. */
export function diffTopics(
  desired: readonly DesiredTopic[],
  actual: ReadonlyMap<string, ActualTopic>,
): TopicDifferences {
  const present = desired.flatMap((topic) => {
    const found = actual.get(topic.topic);
    return found === undefined ? [] : [{ topic, found }];
  });
  return {
    missing: desired.filter(({ topic }) => !actual.has(topic)),
    configs: present.flatMap(({ topic, found }) => configDifferences(topic, found)),
    partitionCounts: present
      .filter(({ topic, found }) => topic.partitions !== found.partitions)
      .map(({ topic, found }) => ({
        topic: topic.topic,
        desired: topic.partitions,
        actual: found.partitions,
        explanation: partitionExplanation(topic, found),
      })),
    replicationFactors: present
      .filter(({ topic, found }) => topic.replicationFactor !== found.replicationFactor)
      .map(({ topic, found }) => ({
        topic: topic.topic,
        desired: topic.replicationFactor,
        actual: found.replicationFactor,
        explanation: 'move its replicas with kafka-reassign-partitions.sh, or ask for the factor it has',
      })),
  };
}

export function isSame({ missing, configs, partitionCounts, replicationFactors }: TopicDifferences): boolean {
  return missing.length + configs.length + partitionCounts.length + replicationFactors.length === 0;
}

function configDifferences({ topic, config }: DesiredTopic, found: ActualTopic): ConfigDifference[] {
  return Object.entries(config)
    .map(([key, desired]) => ({ topic, key, desired, actual: found.config[key] ?? null }))
    .filter(({ desired, actual }) => desired !== actual);
}

function partitionExplanation(topic: DesiredTopic, found: ActualTopic): string {
  return topic.partitions === 1
    ? 'its order is that of one partition: delete it while all services are stopped, and apply again'
    : `the number of partitions is fixed for life, as it decides where a customer's records lie: apply with --partitions ${found.partitions}, or use a new --prefix and replay into it`;
}
