import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type FetchedRecord,
  type KafkaPort,
  type OutgoingRecord,
  type PartitionReader,
  type TopicPartition,
  topicPartitionKey,
} from './port.ts';

/** What the suite needs besides the port, to prepare and to disturb. */
export interface ConformanceHarness {
  readonly kafka: KafkaPort;
  /** Another process: a port of its own. */
  readonly other: KafkaPort;
  createTopic(topic: string, partitions: number): Promise<void>;
  trim(source: TopicPartition, offset: number): Promise<void>;
  /** A transaction that wrote these records and was then left alone: neither committed nor aborted. */
  leaveOpen(transactionalId: string, records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** What every implementation of KafkaPort must do. */
export function kafkaPortConformance(name: string, open: () => Promise<ConformanceHarness>): void {
  describe(`${name} keeps the contract of KafkaPort:`, () => {
    let harness: ConformanceHarness;
    let topics = 0;
    const run = randomUUID().slice(0, 8);
    beforeAll(async () => {
      harness = await open();
    });
    afterAll(() => harness.close());
    const place = async (partition = 0): Promise<TopicPartition> => {
      const topic = `conformance-${run}-${(topics += 1)}`;
      await harness.createTopic(topic, 2);
      return { topic, partition };
    };
    records(() => harness, place);
    reading(() => harness, place);
    transactions(() => harness, place);
    isolation(() => harness, place);
    fencing(() => harness, place);
    membership(() => harness, place);
  });
}

type Harness = () => ConformanceHarness;
type Place = (partition?: number) => Promise<TopicPartition>;

function record(
  place: TopicPartition,
  key: string | null,
  value: string | null,
  timestamp = 1_700_000_000_000,
): OutgoingRecord {
  return { ...place, key, value: value === null ? null : Buffer.from(value), timestamp };
}

const textOf = ({ value }: FetchedRecord): string | null => value?.toString() ?? null;

/** Reads until there are so many records, or until the end of the log. */
async function take(reader: PartitionReader, count: number): Promise<FetchedRecord[]> {
  const records: FetchedRecord[] = [];
  for (let idle = 0; records.length < count && idle < 20; idle += 1) {
    const batch = await reader.read(250);
    if (batch.records.length > 0) idle = 0;
    records.push(...batch.records);
  }
  return records;
}

/**
 * Reads to the end of what is committed, which has at least so many records: a commit is known before its markers are written, so the end
 * follows a few milliseconds later.
 */
async function readAll(
  kafka: KafkaPort,
  source: TopicPartition,
  atLeast = 0,
  from = 0,
): Promise<{ records: FetchedRecord[]; nextOffset: number }> {
  const reader = kafka.readPartition(source, from);
  const records: FetchedRecord[] = [];
  let nextOffset = from;
  const deadline = performance.now() + 20_000;
  while (records.length < atLeast || nextOffset < (await kafka.watermarks(source)).high) {
    if (performance.now() > deadline) throw new Error(`only ${records.length} of ${atLeast} records came`);
    const batch = await reader.read(100);
    records.push(...batch.records);
    ({ nextOffset } = batch);
  }
  await reader.close();
  return { records, nextOffset };
}

function records(harness: Harness, place: Place): void {
  test('a record comes back as it was written: key, value, headers and timestamp', async () => {
    const source = await place(1);
    const publisher = await harness().kafka.openPublisher();
    const headers = { a: Buffer.from([0, 255]), b: Buffer.from('') };
    await publisher.publish([{ ...record(source, 'k\u0000é', 'v'), headers }, record(source, null, null, 5)]);
    await publisher.close();
    const { records } = await readAll(harness().kafka, source, 2);
    expect(records).toHaveLength(2);
    expect(records[0]).toMatchObject({
      offset: 0,
      timestamp: 1_700_000_000_000,
      key: Buffer.from('k\u0000é'),
      value: Buffer.from('v'),
    });
    expect({ ...records[0]?.headers }).toEqual(headers);
    expect(records[1]).toMatchObject({ offset: 1, timestamp: 5, key: null, value: null });
    expect({ ...records[1]?.headers }).toEqual({});
  });

  test('a publisher places a key by murmur2, as Java does', async () => {
    const { topic } = await place();
    const publisher = await harness().kafka.openPublisher();
    await publisher.publish(
      ['21', 'foobar', 'abc'].map((key) => ({ ...record({ topic, partition: 0 }, key, key), partition: null })),
    );
    await publisher.close();
    const found = await Promise.all([0, 1].map((partition) => readAll(harness().kafka, { topic, partition })));
    expect(found.map(({ records }) => records.map(textOf))).toEqual([['21', 'foobar'], ['abc']]);
  });
}

function reading(harness: Harness, place: Place): void {
  test('reading waits for what is not there yet, and an empty answer says where the log ends', async () => {
    const source = await place();
    const reader = harness().kafka.readPartition(source, 0);
    expect(await reader.read(50)).toEqual({ records: [], nextOffset: 0, endOffset: 0 });
    const next = take(reader, 1);
    const publisher = await harness().other.openPublisher();
    await publisher.publish([record(source, 'k', 'late')]);
    expect((await next).map(textOf)).toEqual(['late']);
    await publisher.close();
    await reader.close();
  });

  test('reading starts in the middle of a batch and leaves out what is before', async () => {
    const source = await place();
    const publisher = await harness().kafka.openPublisher();
    await publisher.publish(Array.from({ length: 10 }, (_, index) => record(source, 'k', `v${index}`)));
    await publisher.close();
    const { records } = await readAll(harness().kafka, source, 3, 7);
    expect(records.map(textOf)).toEqual(['v7', 'v8', 'v9']);
  });

  test('a record as large as a fetch still arrives, and more than one fetch holds comes in order', async () => {
    const source = await place();
    const publisher = await harness().kafka.openPublisher();
    const large = 'x'.repeat(900_000);
    for (let index = 0; index < 3; index += 1) await publisher.publish([record(source, `${index}`, large)]);
    await publisher.close();
    const { records } = await readAll(harness().kafka, source);
    expect(records.map(({ key, value }) => `${key?.toString()} ${value?.length}`)).toEqual([
      '0 900000',
      '1 900000',
      '2 900000',
    ]);
  });

  test('an offset that was trimmed rejects, and so does one beyond the end: nothing is reset', async () => {
    const source = await place();
    const publisher = await harness().kafka.openPublisher();
    await publisher.publish(Array.from({ length: 5 }, (_, index) => record(source, 'k', `v${index}`)));
    await publisher.close();
    await harness().trim(source, 3);
    expect(await harness().kafka.watermarks(source)).toEqual({ low: 3, high: 5 });
    for (const offset of [0, 2, 99]) {
      const reader = harness().kafka.readPartition(source, offset);
      await expect(reader.read(100)).rejects.toMatchObject({ code: 'WEIR_OFFSET_OUT_OF_RANGE' });
      await reader.close();
    }
    expect((await readAll(harness().kafka, source, 2, 3)).records.map(textOf)).toEqual(['v3', 'v4']);
  });

  test('a reader that is closed while it waits lets go at once', async () => {
    const reader = harness().kafka.readPartition(await place(), 0);
    const startedAt = performance.now();
    const waiting = reader.read(30_000).then(() => 'answered', () => 'rejected'); // prettier-ignore
    await new Promise(setImmediate);
    await reader.close();
    expect(await waiting).toBe('rejected');
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test('partition counts leave out topics that do not exist', async () => {
    const { topic } = await place();
    expect(await harness().kafka.partitionCounts([topic, `${topic}-absent`])).toEqual(new Map([[topic, 2]]));
  });
}

function transactions(harness: Harness, place: Place): void {
  test('a transaction writes to several partitions, and tells the last offset of each', async () => {
    const source = await place(0);
    const beside = { ...source, partition: 1 };
    const producer = await harness().kafka.openProducer(`${source.topic}-tx`);
    const offsets = await producer.commit([
      record(source, 'a', '1'),
      record(beside, 'b', '2'),
      record(source, 'c', '3'),
    ]);
    expect(offsets).toEqual(new Map([[topicPartitionKey(source), 1], [topicPartitionKey(beside), 0]])); // prettier-ignore
    const again = await producer.commit([record(source, 'a', '4')]);
    expect(again.get(topicPartitionKey(source))).toBe(3);
    expect((await readAll(harness().kafka, source, 3)).records.map(textOf)).toEqual(['1', '3', '4']);
    await producer.close();
  });

  test('reading steps over control records at the end', async () => {
    const source = await place();
    const producer = await harness().kafka.openProducer(`${source.topic}-tx`);
    await producer.commit([record(source, 'a', '1')]);
    await readAll(harness().kafka, source, 1);
    await until(async () => (await harness().kafka.watermarks(source)).high === 2);
    expect((await readAll(harness().kafka, source)).nextOffset).toBe(2);
    await producer.close();
  });

  test('many transactions back to back are all there, in order', async () => {
    const source = await place();
    const producer = await harness().kafka.openProducer(`${source.topic}-tx`);
    for (let index = 0; index < 30; index += 1) await producer.commit([record(source, 'k', `${index}`)]);
    await producer.close();
    const { records } = await readAll(harness().kafka, source, 30);
    expect(records.map(textOf)).toEqual(Array.from({ length: 30 }, (_, index) => `${index}`));
  });

  test('a transaction of more than one batch per partition is still one', async () => {
    const source = await place();
    const producer = await harness().kafka.openProducer(`${source.topic}-tx`);
    const value = 'x'.repeat(300_000);
    const offsets = await producer.commit(Array.from({ length: 7 }, (_, index) => record(source, `${index}`, value)));
    expect(offsets.get(topicPartitionKey(source))).toBe(6);
    expect((await readAll(harness().kafka, source, 7)).records).toHaveLength(7);
    await producer.close();
  });
}

function isolation(harness: Harness, place: Place): void {
  test('what an open transaction wrote is not read, nor anything after it; opening its producer anew aborts it', async () => {
    const source = await place();
    const id = `${source.topic}-tx`;
    const publisher = await harness().kafka.openPublisher();
    await publisher.publish([record(source, 'k', 'before')]);
    await harness().leaveOpen(id, [record(source, 'k', 'open')]);
    await publisher.publish([record(source, 'k', 'after')]);
    expect((await harness().kafka.watermarks(source)).high).toBe(1);
    expect((await readAll(harness().kafka, source)).records.map(textOf)).toEqual(['before']);

    const successor = await harness().kafka.openProducer(id);
    await successor.commit([record(source, 'k', 'successor')]);
    expect((await readAll(harness().kafka, source, 3)).records.map(textOf)).toEqual(['before', 'after', 'successor']);
    await successor.close();
    await publisher.close();
  });

  test('aborted transactions of several producers side by side are left out, whatever their keys', async () => {
    const source = await place();
    const ids = ['a', 'b', 'c'].map((letter) => `${source.topic}-${letter}`);
    const zeros = { ...source, key: Buffer.alloc(4), value: Buffer.from('aborted'), timestamp: 1 };
    for (const id of ids) await harness().leaveOpen(id, [zeros, record(source, 'k', 'aborted too')]);
    const committed = await harness().kafka.openProducer(`${source.topic}-d`);
    await committed.commit([record(source, 'k', 'committed')]);
    for (const id of [...ids].reverse()) await (await harness().kafka.openProducer(id)).close();
    await committed.commit([record(source, 'k', 'last')]);
    const { nextOffset: high } = await readAll(harness().kafka, source, 2);
    for (let from = 0; from < high - 1; from += 1) {
      const texts = (await readAll(harness().kafka, source, 1, from)).records.map(textOf);
      expect(texts.filter((text) => text?.startsWith('aborted'))).toEqual([]);
      expect(texts).toContain('last');
    }
    await committed.close();
  });
}

function fencing(harness: Harness, place: Place): void {
  test('a producer whose id was opened elsewhere is refused, and stays so', async () => {
    const source = await place();
    const id = `${source.topic}-tx`;
    const zombie = await harness().kafka.openProducer(id);
    await zombie.commit([record(source, 'k', 'first')]);
    const owner = await harness().other.openProducer(id);
    await expect(zombie.commit([record(source, 'k', 'zombie')])).rejects.toMatchObject({
      code: 'WEIR_PRODUCER_FENCED',
    });
    await expect(zombie.commit([record(source, 'k', 'zombie')])).rejects.toMatchObject({
      code: 'WEIR_COMMIT_REJECTED',
    });
    await owner.commit([record(source, 'k', 'owner')]);
    expect((await readAll(harness().kafka, source, 2)).records.map(textOf)).toEqual(['first', 'owner']);
    await zombie.close();
    await owner.close();
  });

  test('opening a producer fences even one that has never committed', async () => {
    const source = await place();
    const id = `${source.topic}-tx`;
    const first = await harness().kafka.openProducer(id);
    const second = await harness().other.openProducer(id);
    await expect(first.commit([record(source, 'k', 'first')])).rejects.toMatchObject({ code: 'WEIR_PRODUCER_FENCED' });
    await second.commit([record(source, 'k', 'second')]);
    await first.close();
    await second.close();
  });
}

function membership(harness: Harness, place: Place): void {
  test('two members share the partitions, and one takes over when the other leaves', async () => {
    const { topic } = await place();
    const companion = await place();
    const held = new Map<string, readonly number[]>();
    const join = (kafka: KafkaPort, member: string) =>
      kafka.joinGroup({
        groupId: `${topic}-group`,
        topics: [topic, companion.topic],
        sessionTimeoutMs: 6_000,
        onAssigned: (partitions) => held.set(member, partitions),
        onCrashed: () => undefined,
      });
    const first = await join(harness().kafka, 'first');
    await until(() => held.get('first')?.length === 2);
    const second = await join(harness().other, 'second');
    await until(() => held.get('first')?.length === 1 && held.get('second')?.length === 1);
    expect([...(held.get('first') ?? []), ...(held.get('second') ?? [])].sort()).toEqual([0, 1]);
    await first.commitOffsets([{ topic, partition: 0, offset: 0 }]);
    await first.leave();
    held.delete('first');
    await until(() => held.get('second')?.length === 2);
    expect(held.has('first')).toBe(false);
    await second.leave();
  });
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('waited 20 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
