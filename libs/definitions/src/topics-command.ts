import {
  desiredTopics,
  diffTopics,
  findSchemas,
  isSame,
  registerSchemas,
  type CodecOptions,
  type DesiredTopic,
  type TopicDifferences,
} from '@weir/codec';
import type { AdminPort } from '@weir/kafka';
import { within } from './wait-limit.ts';
import type { TopicsConfig } from './topics-config.ts';
import { describeApplied, describeDifferences } from './topics-report.ts';

export interface TopicsTools {
  readonly admin: AdminPort;
  readonly print: (line: string) => void;
  readonly onWaiting: (line: string) => void;
}

/** Carries out the command. True when all is as it should be, be it only now. */
export async function runTopics(config: TopicsConfig, { admin, print, onWaiting }: TopicsTools): Promise<boolean> {
  const desired = desiredTopics(config);
  const differences = await findDifferences(desired, admin);
  const askRegistry = <T>(ask: (options: CodecOptions) => Promise<T>): Promise<T> =>
    within(config.waitSeconds, 'the schema registry (SCHEMA_REGISTRY_URL)', (signal) =>
      ask({ registryUrl: config.registryUrl, topicPrefix: config.prefix, onWaiting, signal }),
    );
  if (config.action === 'diff') {
    const schemas = await askRegistry(findSchemas);
    for (const line of describeDifferences(desired, differences, schemas)) print(line);
    return isSame(differences) && schemas.every(({ id }) => id !== null);
  }
  // New topics beside old ones with another number of partitions would part a customer's records: better none at all.
  if (differences.partitionCounts.length > 0) {
    for (const line of describeDifferences(desired, differences, [])) print(line);
    print('Nothing was changed.');
    return false;
  }
  await apply(differences, admin);
  const remaining = await findDifferences(desired, admin);
  const schemas = await askRegistry(registerSchemas);
  for (const line of describeApplied(desired, differences, remaining, schemas)) print(line);
  return isSame(remaining);
}

async function findDifferences(desired: readonly DesiredTopic[], admin: AdminPort): Promise<TopicDifferences> {
  return diffTopics(desired, await admin.describeTopics(desired.map(({ topic }) => topic)));
}

async function apply({ missing, configs }: TopicDifferences, admin: AdminPort): Promise<void> {
  await admin.createTopics(missing);
  for (const topic of new Set(configs.map((difference) => difference.topic))) {
    const own = configs.filter((difference) => difference.topic === topic);
    await admin.alterTopic(topic, Object.fromEntries(own.map(({ key, desired }) => [key, desired])));
  }
}
