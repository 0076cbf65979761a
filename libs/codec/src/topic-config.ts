import { topicName, topics, type TopicSpec } from './topics.ts';

export interface DesiredTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface TopicLayout {
  /** Of every shared topic. For the life of an installation: a customer's partition follows from it. */
  readonly partitions?: number;
  readonly replicationFactor?: number;
  readonly prefix?: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const megabyte = 1024 * 1024;
const never = '9223372036854775807';

/** Every topic of Weir as it should be on a broker. */
export function desiredTopics({ partitions = 8, replicationFactor = 1, prefix = '' }: TopicLayout): DesiredTopic[] {
  return topics.map((spec) => ({
    topic: topicName(spec.id, prefix),
    partitions: spec.partitions === 'shared' ? partitions : spec.partitions,
    replicationFactor,
    config: topicConfig(spec, replicationFactor),
  }));
}

function topicConfig(spec: TopicSpec, replicationFactor: number): Record<string, string> {
  return {
    ...(spec.kind === 'table' ? tableConfig : streamConfig(spec)),
    'max.message.bytes': String(spec.maxMessageBytes),
    // With three copies, what was acknowledged survives the loss of any one of them.
    'min.insync.replicas': replicationFactor >= 3 ? '2' : '1',
    // The time of a record is that of what it tells; a replay of next year's records is as good as any.
    'message.timestamp.type': 'CreateTime',
    'message.timestamp.after.max.ms': never,
  };
}

function streamConfig({ retentionMs }: TopicSpec): Record<string, string> {
  return { 'cleanup.policy': 'delete', 'retention.ms': String(retentionMs ?? -1) };
}

/**
 * A changelog is read from its beginning whenever a store is lost: small segments and an early cleaning keep it near the size of
 * what it says. A week is time enough for every reader to see a tombstone; and within about a week what was erased is gone.
 */
const tableConfig = {
  'cleanup.policy': 'compact',
  'segment.bytes': String(64 * megabyte),
  'segment.ms': String(dayMs),
  'min.cleanable.dirty.ratio': '0.2',
  'min.compaction.lag.ms': '0',
  'max.compaction.lag.ms': String(7 * dayMs),
  'delete.retention.ms': String(7 * dayMs),
};
