import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { desiredTopics } from '@weir/codec';
import { connectAdmin, type AdminPort } from '@weir/kafka';
import { randomUUID } from 'node:crypto';
import { runTopics } from './topics-command.ts';
import { type TopicsConfig } from './topics-config.ts';

const brokers = (process.env['KAFKA_BROKERS'] as string).split(',');
const registryUrl = process.env['SCHEMA_REGISTRY_URL'] as string;

let admin: AdminPort;
let prefix: string;
let lines: string[];

beforeAll(async () => {
  admin = await connectAdmin({ brokers, clientId: 'topics-test' });
});
afterAll(() => admin.close());
beforeEach(() => {
  prefix = `${randomUUID()}-`;
});
afterEach(() => admin.deleteTopics(desiredTopics({ prefix }).map(({ topic }) => topic)));

function run(action: TopicsConfig['action'], partitions = 2): Promise<boolean> {
  lines = [];
  const config = { action, brokers, registryUrl, partitions, replicationFactor: 1, prefix, waitSeconds: 60 };
  return runTopics(config, { admin, print: (line) => lines.push(line), onWaiting: () => {} });
}

test('what was applied is as it should be, and applying it again changes nothing', async () => {
  expect(await run('diff')).toBe(false);
  expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^missing +${prefix}customers +2 partitions$`)));
  expect(await run('apply')).toBe(true);
  expect(lines.at(-1)).toMatch(/^\d+ topics: \d+ created, 0 settings changed. \d+ schemas registered.$/);
  expect(await run('diff')).toBe(true);
  expect(lines).toEqual([expect.stringMatching(/^All \d+ topics and \d+ schemas are as they should be.$/)]);
  expect(await run('apply')).toBe(true);
  expect(lines.at(-1)).toMatch(/: 0 created, 0 settings changed/);
});

test('a setting that was changed is corrected, and others are left alone', async () => {
  await run('apply');
  await admin.alterTopic(`${prefix}customers`, { 'cleanup.policy': 'delete', 'file.delete.delay.ms': '12345' });
  expect(await run('diff')).toBe(false);
  expect(lines[0]).toMatch(/customers +cleanup.policy is delete, should be compact$/);
  expect(await run('apply')).toBe(true);
  expect(lines[0]).toMatch(/^changed .*cleanup.policy: delete -> compact$/);
  const described = await admin.describeTopics([`${prefix}customers`]);
  expect(described.get(`${prefix}customers`)?.config).toMatchObject({
    'cleanup.policy': 'compact',
    'file.delete.delay.ms': '12345',
  });
});

test('a registry that is not there is waited for, but not for ever', async () => {
  const waiting: string[] = [];
  const config = {
    action: 'diff',
    brokers,
    registryUrl: 'http://127.0.0.1:1',
    partitions: 2,
    replicationFactor: 1,
    prefix,
  } as const;
  const tools = { admin, print: () => {}, onWaiting: (line: string) => waiting.push(line) };
  await expect(runTopics({ ...config, waitSeconds: 2 }, tools)).rejects.toMatchObject({
    code: 'WEIR_WAIT_ENDED',
    message: expect.stringContaining('Gave up after 2 s of waiting for the schema registry'),
  });
  expect(waiting).toEqual([expect.stringContaining('Waiting for the schema registry at http://127.0.0.1:1')]);
});

test('with another number of partitions nothing is changed', async () => {
  await admin.createTopics([{ topic: `${prefix}customers`, partitions: 2 }]);
  expect(await run('apply', 3)).toBe(false);
  expect(lines).toContainEqual(expect.stringMatching(/^CANNOT .*customers +has 2 partitions, not 3$/));
  expect(lines.at(-1)).toBe('Nothing was changed.');
  const own = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  expect(own).toEqual([`${prefix}customers`]);
});
