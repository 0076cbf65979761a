import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { murmur2Partition } from '@weir/kafka';
import { eventually } from '../support/eventually.ts';
import { Installation } from '../support/installation.ts';
import { createShopEvents } from '../support/shop-events.ts';

const dayMs = 86_400_000;
let weir: Installation;

beforeAll(async () => {
  weir = await Installation.open('bad-input');
  await weir.define('SEGMENT', 'buyers', { id: 'buyers', name: 'Buyers', when: { orders: { exists: true } } });
});

afterAll(() => weir.close());

test('each bad record ends in the dead-letter topic with code and reason, and the next good event is processed', async () => {
  await weir.start('segment-evaluator');
  const shop = createShopEvents();
  const now = Date.now();
  const good = shop.order('somebody', now);
  const encoded = weir.codec.encode('order-events', good);
  const topic = weir.topic('order-events');
  const home = murmur2Partition('somebody', weir.partitions);
  const unknownSchema = Buffer.from(encoded);
  unknownSchema.writeInt32BE(0x7ffffff, 1);
  const early = shop.order('somebody', now, {}, { occurredAt: now + 3 * dayMs });
  const bad: readonly [code: string, key: string | null, value: Buffer, partition: number][] = [
    ['WEIR_RECORD_UNDECODABLE', 'somebody', Buffer.from('not avro at all'), home],
    ['WEIR_RECORD_UNDECODABLE', 'somebody', encoded.subarray(0, 20), home],
    ['WEIR_SCHEMA_UNKNOWN', 'somebody', unknownSchema, home],
    ['WEIR_RECORD_WRONG_PARTITION', 'somebody', encoded, (home + 1) % weir.partitions],
    ['WEIR_EVENT_IN_FUTURE', 'somebody', weir.codec.encode('order-events', early), home],
    ['WEIR_RECORD_WITHOUT_KEY', null, encoded, home],
    [
      'WEIR_EVENT_KEY_MISMATCH',
      'somebody',
      weir.codec.encode('order-events', { ...good, customerId: 'somebody else' }),
      home,
    ],
    ['WEIR_RECORD_TOO_LARGE', 'somebody', Buffer.alloc(2 * 1024 * 1024, 1), home],
  ];
  for (const [, key, value, partition] of bad)
    await weir.publisher.publish([{ topic, key, value, partition, timestamp: now }]);
  await weir.tell(good);

  const dead = await eventually('all dead letters', async () => {
    const found = await weir.readRaw('segment-evaluator-dead-letter');
    return found.length >= bad.length ? found : undefined;
  });
  const [entered] = await eventually('the good event', async () => {
    const found = await weir.read('segment-events');
    return found.length > 0 ? found : undefined;
  });

  expect(entered).toMatchObject({ type: 'SegmentEntered', customerId: 'somebody', causeRef: good.eventId });
  const header = (index: number, name: string) => dead[index]?.headers[name]?.toString();
  expect(dead.map((_, index) => header(index, 'weir-error-code')).sort()).toEqual(bad.map(([code]) => code).sort());
  for (const [index, record] of dead.entries()) {
    const source = bad.find(
      ([code, , value]) => code === header(index, 'weir-error-code') && value.equals(record.value as Buffer),
    );
    expect(source).toBeDefined();
    expect(record.key?.toString() ?? null).toBe(source?.[1]);
    expect(header(index, 'weir-error-reason')).toMatch(/\w+ \w+/);
    expect(header(index, 'weir-topic')).toBe(topic);
    expect(Number(header(index, 'weir-partition'))).toBe(source?.[3]);
    expect(Number(header(index, 'weir-offset'))).toBeGreaterThanOrEqual(0);
  }
});

test('what large events tell adds up to more than an event may have, and the customer goes on', async () => {
  const shop = createShopEvents();
  const now = Date.now();
  const note = (text: string) => ({ custom: { note: text.repeat(190_000) } });
  await weir.tell(
    shop.customer('talkative', now, note('first')),
    shop.customer('talkative', now, note('other'), { version: 2 }),
    shop.customer('talkative', now, note('third'), { version: 3 }),
  );
  const order = shop.order('talkative', now);
  const versionOf = async (): Promise<number | undefined> =>
    (await weir.read('customers')).findLast(({ customerId }) => customerId === 'talkative')?.profileVersion;
  await eventually('the last profile', async () => ((await versionOf()) === 3 ? true : undefined));
  await weir.tell(order);
  const entered = await eventually('the order', async () =>
    (await weir.read('segment-events')).find(({ customerId }) => customerId === 'talkative'),
  );
  expect(entered).toMatchObject({ type: 'SegmentEntered', causeRef: order.eventId });
  const kept = await weir.readRaw('segment-evaluator-orders');
  expect(Math.max(...kept.map(({ value }) => value?.length ?? 0))).toBeGreaterThan(1_500_000);
});
