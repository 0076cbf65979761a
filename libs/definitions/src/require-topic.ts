import { topicName } from '@weir/codec';
import { type KafkaPort, StreamError } from '@weir/kafka';

/** Rejects with WEIR_TOPIC_MISSING where there is nowhere to publish to: reading and writing would wait for the topic for ever. */
export async function requireDefinitionsTopic(kafka: KafkaPort, topicPrefix: string): Promise<void> {
  const topic = topicName('definitions', topicPrefix);
  const counts = await kafka.partitionCounts([topic]);
  if (counts.has(topic)) return;
  throw new StreamError(
    'WEIR_TOPIC_MISSING',
    `The topic ${topic} does not exist: run 'npm run topics -- apply' first.`,
  );
}
