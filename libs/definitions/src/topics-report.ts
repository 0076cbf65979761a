import type { DesiredTopic, RegisteredSchema, TopicDifferences } from '@weir/codec';

/** What `diff` says, a line each. */
export function describeDifferences(
  desired: readonly DesiredTopic[],
  differences: TopicDifferences,
  schemas: readonly RegisteredSchema[],
): string[] {
  const { missing, configs } = differences;
  const unregistered = schemas.filter(({ id }) => id === null);
  const lines = [
    ...missing.map(({ topic, partitions }) => row('missing', topic, partitionsText(partitions))),
    ...configs.map(({ topic, key, desired: wanted, actual }) =>
      row('differs', topic, `${key} is ${actual ?? 'unknown to the broker'}, should be ${wanted}`),
    ),
    ...layoutLines(differences),
    ...unregistered.map(({ subject }) => row('missing', subject, 'schema, in the version of this Weir')),
  ];
  if (lines.length === 0) return [`All ${desired.length} topics and ${schemas.length} schemas are as they should be.`];
  return [
    ...lines,
    `${lines.length} ${lines.length === 1 ? 'difference' : 'differences'}. Correct what can be: npm run topics -- apply`,
  ];
}

/** What `apply` did, and what it could not do. */
export function describeApplied(
  desired: readonly DesiredTopic[],
  before: TopicDifferences,
  after: TopicDifferences,
  schemas: readonly RegisteredSchema[],
): string[] {
  const leftover = new Set(after.configs.map(({ topic, key }) => `${topic} ${key}`));
  const changed = before.configs.filter(({ topic, key }) => !leftover.has(`${topic} ${key}`));
  return [
    ...before.missing.map(({ topic, partitions }) => row('created', topic, partitionsText(partitions))),
    ...changed.map(({ topic, key, desired: wanted, actual }) =>
      row('changed', topic, `${key}: ${actual} -> ${wanted}`),
    ),
    ...after.configs.map(({ topic, key, desired: wanted, actual }) =>
      row('CANNOT', topic, `${key} stays ${actual ?? 'unknown to the broker'}, should be ${wanted}`),
    ),
    ...layoutLines(after),
    ...schemas.map(({ subject, id }) => row('schema', subject, `id ${id}`)),
    `${desired.length} topics: ${before.missing.length} created, ${changed.length} settings changed. ${schemas.length} schemas registered.`,
  ];
}

function layoutLines({ partitionCounts, replicationFactors }: TopicDifferences): string[] {
  const explanations = new Set([...partitionCounts, ...replicationFactors].map(({ explanation }) => explanation));
  return [
    ...partitionCounts.map(({ topic, desired, actual }) =>
      row('CANNOT', topic, `has ${partitionsText(actual)}, not ${desired}`),
    ),
    ...replicationFactors.map(({ topic, desired, actual }) =>
      row('CANNOT', topic, `has replication factor ${actual}, not ${desired}`),
    ),
    ...[...explanations].map((explanation) => `         ${explanation}`),
  ];
}

function row(verdict: string, name: string, words: string): string {
  return `${verdict.padEnd(8)} ${name.padEnd(34)} ${words}`;
}

function partitionsText(count: number): string {
  return count === 1 ? '1 partition' : `${count} partitions`;
}
