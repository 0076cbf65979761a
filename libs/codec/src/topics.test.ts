import { expect, test } from '@jest/globals';
import { schemas } from './generated/schemas.ts';
import { desiredTopics } from './topic-config.ts';
import { diffTopics, isSame, type ActualTopic } from './topic-difference.ts';
import { groupTopics, topicName, topics } from './topics.ts';

const desired = desiredTopics({ partitions: 4, prefix: 'x-' });

function asDesired(): Map<string, ActualTopic> {
  return new Map(desired.map((topic) => [topic.topic, topic]));
}

test('every record type has its topic, and no topic comes twice', () => {
  const ids = topics.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(Object.keys(schemas)));
  expect(new Set(ids).size).toBe(ids.length);
});

test('all topics share the number of partitions but the definitions, which have one', () => {
  expect(desired.filter(({ partitions }) => partitions !== 4).map(({ topic }) => topic)).toEqual(['x-definitions']);
});

test('the topics of a group are among the topics', () => {
  const names = desired.map(({ topic }) => topic);
  for (const group of ['mailer', 'sms', 'task-creator'] as const) {
    expect(names).toEqual(expect.arrayContaining(Object.values(groupTopics(group, 'x-'))));
  }
  expect(names).toContain(topicName('segment-evaluator-orders', 'x-'));
});

test('a record with its error fits into a dead-letter topic wherever it came from', () => {
  const largest = Math.max(
    ...topics.filter(({ id }) => !id.endsWith('-dead-letter')).map((spec) => spec.maxMessageBytes),
  );
  for (const spec of topics.filter(({ id }) => id.endsWith('-dead-letter'))) {
    expect(spec.maxMessageBytes).toBeGreaterThanOrEqual(2 * largest);
  }
});

test('tables are compacted and streams forget; times of records are those of their producers', () => {
  for (const [index, { config }] of desired.entries()) {
    const isTable = topics[index]?.kind === 'table';
    expect(config).toMatchObject({
      'cleanup.policy': isTable ? 'compact' : 'delete',
      'message.timestamp.type': 'CreateTime',
    });
    expect('retention.ms' in config).toBe(!isTable);
  }
});

test('with three copies two must have a record', () => {
  expect(desiredTopics({ replicationFactor: 3 })[0]).toMatchObject({
    replicationFactor: 3,
    config: { 'min.insync.replicas': '2' },
  });
});

test('nothing differs where nothing differs', () => {
  const actual = asDesired().set('somebody-elses', { partitions: 1, replicationFactor: 1, config: {} });
  expect(isSame(diffTopics(desired, actual))).toBe(true);
});

test('tells what is missing and which settings differ', () => {
  const actual = asDesired();
  actual.delete('x-tasks');
  const customers = actual.get('x-customers') as ActualTopic;
  actual.set('x-customers', {
    ...customers,
    config: { ...customers.config, 'cleanup.policy': 'delete', other: 'setting' },
  });
  const differences = diffTopics(desired, actual);
  expect(differences.missing.map(({ topic }) => topic)).toEqual(['x-tasks']);
  expect(differences.configs).toEqual([
    { topic: 'x-customers', key: 'cleanup.policy', desired: 'compact', actual: 'delete' },
  ]);
  expect(isSame(differences)).toBe(false);
});

test('explains what no setting can change', () => {
  const actual = asDesired();
  actual.set('x-tasks', { ...(actual.get('x-tasks') as ActualTopic), partitions: 6 });
  actual.set('x-definitions', { ...(actual.get('x-definitions') as ActualTopic), partitions: 2, replicationFactor: 3 });
  const { partitionCounts, replicationFactors } = diffTopics(desired, actual);
  expect(partitionCounts).toEqual([
    { topic: 'x-tasks', desired: 4, actual: 6, explanation: expect.stringContaining('--partitions 6') },
    { topic: 'x-definitions', desired: 1, actual: 2, explanation: expect.stringContaining('one partition') },
  ]);
  expect(replicationFactors).toMatchObject([{ topic: 'x-definitions', desired: 1, actual: 3 }]);
});
