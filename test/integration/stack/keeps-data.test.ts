import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareCache, startOwnStack, type OwnStack } from './own-stack.ts';
import { eventually } from '../../support/eventually.ts';

let directory: string;
let dataDir: string;
let cacheDir: string;
let stacks: OwnStack[];
// Each test starts several JVMs, perhaps on a machine that is busy with others.
jest.setTimeout(180_000);
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-data-'));
  dataDir = join(directory, 'data');
  cacheDir = await prepareCache(join(directory, 'cache'));
  stacks = [];
});
afterEach(async () => {
  for (const stack of stacks) await stack.stop();
  await rm(directory, { recursive: true, force: true });
});

async function start(): Promise<OwnStack> {
  const stack = await startOwnStack(cacheDir, ['--data-dir', dataDir]);
  stacks.push(stack);
  return stack;
}

const kafkaOf = ({ brokers }: OwnStack): Kafka => new Kafka({ brokers, logLevel: logLevel.NOTHING });

async function register({ registryUrl }: OwnStack, field: string): Promise<number> {
  const schema = JSON.stringify({ type: 'record', name: 'Kept', fields: [{ name: field, type: 'int' }] });
  const response = await fetch(`${registryUrl}/subjects/kept-${field}-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schema }),
  });
  return ((await response.json()) as { id: number }).id;
}

async function schemaOf({ registryUrl }: OwnStack, id: number): Promise<string> {
  const response = await fetch(`${registryUrl}/schemas/ids/${id}`);
  return ((await response.json()) as { schema: string }).schema;
}

async function write(stack: OwnStack, value: string): Promise<void> {
  const kafka = kafkaOf(stack);
  const admin = kafka.admin();
  const producer = kafka.producer();
  await Promise.all([admin.connect(), producer.connect()]);
  await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }], waitForLeaders: true });
  await producer.send({ topic: 'kept', acks: -1, messages: [{ value }] });
  await Promise.all([admin.disconnect(), producer.disconnect()]);
}

async function readFirst(stack: OwnStack): Promise<string | undefined> {
  const consumer = kafkaOf(stack).consumer({ groupId: randomUUID() });
  const first = Promise.withResolvers<string | undefined>();
  await consumer.connect();
  // A broker that has just come back may not know yet which topics are its own.
  await eventually('the topic', () =>
    consumer.subscribe({ topic: 'kept', fromBeginning: true }).then(
      () => true,
      () => undefined,
    ),
  );
  await consumer.run({ eachMessage: async ({ message }) => first.resolve(message.value?.toString()) });
  return first.promise.finally(() => consumer.disconnect());
}

test('records, the schema ids in them and the addresses stay valid over a stop and over a kill', async () => {
  const first = await start();
  await write(first, 'written before');
  const stopped = await register(first, 'a');
  await first.stop();

  const second = await start();
  expect([second.brokers, second.registryUrl]).toEqual([first.brokers, first.registryUrl]);
  expect(await readFirst(second)).toBe('written before');
  expect(await schemaOf(second, stopped)).toContain('"a"');
  const killed = await register(second, 'b');
  // At once: nothing may hang on a write that is still to come.
  await second.killEverything();

  const third = await start();
  expect(await schemaOf(third, stopped)).toContain('"a"');
  expect(await schemaOf(third, killed)).toContain('"b"');
  const next = await register(third, 'c');
  expect([stopped, killed]).not.toContain(next);
  expect(await readFirst(third)).toBe('written before');
});

test('a directory belongs to one stack at a time, and to one size of cluster', async () => {
  const stack = await start();
  await expect(startOwnStack(cacheDir, ['--data-dir', dataDir])).rejects.toThrow('WEIR_DATA_DIR_BUSY');
  await stack.stop();
  await expect(startOwnStack(cacheDir, ['--data-dir', dataDir, '--brokers', '3'])).rejects.toThrow(
    'WEIR_DATA_DIR_MISMATCH',
  );
});
