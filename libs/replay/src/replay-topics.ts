import { desiredTopics, topicName, topics } from '@weir/codec';
import { type TopicDefinition } from '@weir/kafka';
import { eventTopics } from './replay-event.ts';

/** What the shop writes, and what the segment-evaluator reads, writes and keeps. */
const usedTopics: readonly string[] = [
  ...eventTopics,
  ...['segment-events', 'customers', 'definitions'],
  ...topics.map(({ id }) => id).filter((id) => id.startsWith('segment-evaluator-')),
];

const never = '9223372036854775807';

/**
 * The topics of one replay: as an installation has them, but for what the times of their records would break. A record of years
 * ago is not deleted for its age, and a log that spans years in a minute is not cut into a file for each day.
 */
export function replayTopics(prefix: string, partitions: number): TopicDefinition[] {
  const names = new Set(topics.filter(({ id }) => usedTopics.includes(id)).map(({ id }) => topicName(id, prefix)));
  return desiredTopics({ partitions, prefix })
    .filter(({ topic }) => names.has(topic))
    .map(({ topic, partitions: count, config }) => ({
      topic,
      partitions: count,
      config: { ...config, 'retention.ms': '-1', 'segment.ms': never },
    }));
}
