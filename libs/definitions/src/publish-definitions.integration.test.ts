import { isDeepStrictEqual } from 'node:util';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Codec, createCodec, desiredTopics } from '@weir/codec';
import { defaultStatusGroups } from '@weir/engine';
import { connectAdmin, connectKafka, type KafkaPort } from '@weir/kafka';
import { createSilentLogger } from '@weir/observability';
import { applyDefinitions } from './apply-definitions.ts';
import { type DefinitionDocument } from './definition-document.ts';
import { readStoredDefinitions } from './stored-definitions.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
const registryUrl = process.env['SCHEMA_REGISTRY_URL'] ?? '';
const account = { timeZone: 'UTC', currency: 'EUR', statusGroups: defaultStatusGroups };

let topicPrefix: string;
let kafka: KafkaPort;
let codec: Codec;

beforeEach(async () => {
  topicPrefix = `definitions-${randomUUID()}-`;
  const admin = await connectAdmin({ brokers, clientId: 'test' });
  await admin.createTopics(
    desiredTopics({ prefix: topicPrefix }).filter(({ topic }) => topic.endsWith('-definitions')),
  );
  await admin.close();
  kafka = connectKafka({ brokers, clientId: 'test', logger: createSilentLogger() });
  codec = createCodec({ registryUrl, topicPrefix });
  await codec.prepare(['definitions']);
});
afterEach(() => kafka.close());

function segment(
  id: string,
  when: Readonly<Record<string, unknown>> = { orders: { exists: true } },
): DefinitionDocument {
  return { kind: 'segment', id, file: `${id}.yaml`, line: 1, document: { id, name: id, when }, lineOf: () => 1 };
}

const apply = (documents: readonly DefinitionDocument[], { prune = false, now = 1000 } = {}) =>
  applyDefinitions(documents, { kafka, codec, topicPrefix, account, now, prune });

async function stored(): Promise<Record<string, string>> {
  const entries = await readStoredDefinitions(kafka, codec, topicPrefix);
  return Object.fromEntries([...entries].map(([key, value]) => [key, `v${value?.version} at ${value?.updatedAt}`]));
}

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (!(await isSo())) expect(performance.now()).toBeLessThan(giveUpAt);
}

describe('applyDefinitions', () => {
  test('publishes what is new or has changed, once', async () => {
    expect(await apply([segment('a'), segment('b')])).toMatchObject({
      added: ['segment/a', 'segment/b'],
      changed: [],
      unchanged: [],
    });
    const reordered = { ...segment('a'), document: { when: { orders: { exists: true } }, name: 'a', id: 'a' } };
    const again = await apply([reordered, segment('b', { orders: { exists: false } })], { now: 2000 });
    expect(again).toEqual({ added: [], changed: ['segment/b'], unchanged: ['segment/a'], removed: [] });
    await eventually(async () =>
      isDeepStrictEqual(await stored(), { 'segment/a': 'v1 at 1000', 'segment/b': 'v2 at 2000' }),
    );
  });

  test('removes only when told to', async () => {
    await apply([segment('a'), segment('b')]);
    expect((await apply([segment('a')])).removed).toEqual([]);
    expect((await apply([segment('a')], { prune: true })).removed).toEqual(['segment/b']);
    // Committed, but the end of what is readable may follow a moment later.
    await eventually(async () => Object.keys(await stored()).join() === 'segment/a');
  });

  test('checks the files together with what stays on the topic, and publishes nothing when they do not go together', async () => {
    await apply([segment('a')]);
    await apply([segment('b', { segment: 'a' })]);
    await expect(apply([segment('c', { segment: 'absent' }), segment('d')])).rejects.toMatchObject({
      code: 'WEIR_DEFINITIONS_REFUSED',
    });
    await expect(apply([segment('b', { segment: 'a' })], { prune: true })).rejects.toMatchObject({
      code: 'WEIR_DEFINITIONS_REFUSED',
    });
    await eventually(
      async () =>
        Object.keys(await stored())
          .sort()
          .join() === 'segment/a,segment/b',
    );
  });

  test('keeps a definition switched off, and repairs one that cannot be decoded', async () => {
    const producer = await kafka.openProducer(`${topicPrefix}test`);
    const record = { topic: `${topicPrefix}definitions`, partition: 0, timestamp: 1 };
    const off = { kind: 'SEGMENT', id: 'a', version: 4, document: '{}', updatedAt: 1, enabled: false } as const;
    await producer.commit([
      { ...record, key: 'segment/a', value: codec.encode('definitions', off) },
      { ...record, key: 'segment/b', value: Buffer.from('no Avro') },
    ]);
    await producer.close();
    const read = () => readStoredDefinitions(kafka, codec, topicPrefix);
    await eventually(async () => (await read()).size === 2);
    expect((await apply([segment('a'), segment('b')])).changed).toEqual(['segment/a', 'segment/b']);
    await eventually(async () => (await read()).get('segment/a')?.version === 5);
    expect((await read()).get('segment/a')).toMatchObject({ version: 5, enabled: false });
    expect((await read()).get('segment/b')).toMatchObject({ version: 1, enabled: true });
  });

  test('fences whoever is publishing at the same time', async () => {
    const other = await kafka.openProducer(`${topicPrefix}definitions`);
    await apply([segment('a')]);
    const record = { topic: `${topicPrefix}definitions`, partition: 0, timestamp: 1, key: 'segment/a', value: null };
    await expect(other.commit([record])).rejects.toMatchObject({ code: 'WEIR_PRODUCER_FENCED' });
    await other.close();
    await eventually(async () => Object.keys(await stored()).join() === 'segment/a');
  });
});
