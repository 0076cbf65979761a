import { afterEach, describe, expect, test } from '@jest/globals';
import { memoryStores } from '@weir/store';
import { counting, CountingProcessor, countingTopology, lookAfterMs, readCount } from './counting.fixture.ts';
import { type FetchedRecord } from './port.ts';
import { createTaskDriver, type TaskDriver, type TaskDriverOptions } from './task-driver.ts';

const drivers: TaskDriver[] = [];
function createDriver(options: Partial<TaskDriverOptions> = {}): TaskDriver {
  const driver = createTaskDriver({ topology: countingTopology(), ...options });
  drivers.push(driver);
  return driver;
}
afterEach(async () => {
  for (const driver of drivers.splice(0)) await driver.stop();
});

const texts = (records: readonly FetchedRecord[]): string[] =>
  records.map(({ key, value }) => `${key?.toString()}: ${value?.toString() ?? 'null'}`);

describe('a stream task', () => {
  test('decides about each record with what the ones before it left', async () => {
    const driver = createDriver();
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea', 5);
    await driver.pipe(counting.orders, 'ann', 'milk', 6);
    await driver.pipe(counting.orders, 'bob', 'tea', 7);
    expect(texts(driver.read(counting.counted))).toEqual(['ann: 1 tea @0', 'ann: 2 milk @0', 'bob: 1 tea @0']);
    expect(readCount(driver.entry('counts', 'ann')).count).toBe(2);
  });

  test('fires what is due when the clock gets there, once', async () => {
    const driver = createDriver();
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea');
    driver.read(counting.counted);
    await driver.advance(lookAfterMs - 1);
    expect(driver.read(counting.counted)).toEqual([]);
    await driver.advance(lookAfterMs + 7);
    expect(texts(driver.read(counting.counted))).toEqual([`ann: look @${lookAfterMs + 7}, due ${lookAfterMs}`]);
    await driver.advance(10 * lookAfterMs);
    expect(driver.read(counting.counted)).toEqual([]);
  });

  test('holds its clock when the wall clock goes back', async () => {
    let now = 5_000;
    const driver = createDriver({ now });
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea');
    await driver.stop();
    const earlier = createDriver({ now: (now = 1_000), kafka: driver.kafka });
    await earlier.start();
    await earlier.pipe(counting.orders, 'ann', 'milk');
    expect(texts(earlier.read(counting.counted)).at(-1)).toBe('ann: 2 milk @5000');
    expect(now).toBe(1_000);
  });

  test('restores everything from the log when its store is lost, due entries too', async () => {
    const driver = createDriver();
    await driver.start();
    for (const key of ['ann', 'bob', 'ann']) await driver.pipe(counting.orders, key, 'tea');
    await driver.stop();
    driver.kafka.log({ topic: counting.counts, partition: 0 }).compact();
    const successor = createDriver({ kafka: driver.kafka, openStore: memoryStores() });
    await successor.start();
    expect(readCount(successor.entry('counts', 'ann'))).toEqual({ count: 2, dueAt: lookAfterMs });
    successor.read(counting.counted);
    await successor.advance(lookAfterMs);
    expect(texts(successor.read(counting.counted))).toEqual([
      `ann: look @${lookAfterMs}, due ${lookAfterMs}`,
      `bob: look @${lookAfterMs}, due ${lookAfterMs}`,
    ]);
  });

  test('a second owner of the partition fences the first, and nothing is counted twice', async () => {
    const driver = createDriver();
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea');
    const second = createDriver({ kafka: driver.kafka });
    await second.start();
    await expect(driver.pipe(counting.orders, 'ann', 'milk')).rejects.toThrow('fenced');
    await second.settle();
    expect(texts(second.read(counting.counted))).toEqual(['ann: 1 tea @0', 'ann: 2 milk @0']);
  });

  test('halts with a clear error when an input was trimmed above its position', async () => {
    const driver = createDriver();
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea');
    await driver.stop();
    const orders = driver.kafka.log({ topic: counting.orders, partition: 0 });
    for (const text of ['milk', 'bread']) orders.append({ key: 'ann', value: Buffer.from(text), timestamp: 0 });
    orders.trim(2);
    const successor = createDriver({ kafka: driver.kafka });
    await expect(successor.start()).rejects.toMatchObject({ code: 'WEIR_INPUT_TRIMMED' });
  });

  test('does not start on a changelog that has lost what was committed', async () => {
    const driver = createDriver();
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea');
    await driver.pipe(counting.orders, 'ann', 'milk');
    await driver.stop();
    const { kafka } = createDriver();
    const positions = driver.kafka
      .log({ topic: counting.positions, partition: 0 })
      .read(0)
      .records.findLast(({ value }) => value !== null);
    kafka.log({ topic: counting.positions, partition: 0 }).append({ ...(positions as FetchedRecord) });
    const successor = createDriver({ kafka });
    await expect(successor.start()).rejects.toMatchObject({ code: 'WEIR_CHANGELOG_LOST' });
  });

  test('clears a store that belongs to another log', async () => {
    const openStore = memoryStores();
    const driver = createDriver({ openStore });
    await driver.start();
    for (const key of ['ann', 'bob', 'cem']) await driver.pipe(counting.orders, key, 'tea');
    await driver.stop();
    const elsewhere = createDriver();
    await elsewhere.start();
    for (const key of ['dan', 'eve', 'dan', 'eve', 'dan']) await elsewhere.pipe(counting.orders, key, 'tea');
    await elsewhere.stop();
    const wrongStore = createDriver({ openStore, kafka: elsewhere.kafka });
    await wrongStore.start();
    expect(wrongStore.entry('counts', 'ann')).toBeUndefined();
    expect(readCount(wrongStore.entry('counts', 'dan')).count).toBe(3);
  });

  test('an old owner that would commit while its successor restores is refused', async () => {
    const driver = createDriver();
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea');
    await driver.stop();
    const { kafka } = driver;
    const old = await kafka.openProducer('counting-0');
    const attempts: Promise<unknown>[] = [];
    const readPartition = kafka.readPartition.bind(kafka);
    kafka.readPartition = (source, from) => {
      const record = {
        topic: counting.counted,
        partition: 0,
        key: 'ann',
        value: Buffer.from('too late'),
        timestamp: 0,
      };
      if (attempts.length === 0) attempts.push(old.commit([record]).catch((error: unknown) => error));
      return readPartition(source, from);
    };
    const successor = createDriver({ kafka, openStore: memoryStores() });
    await successor.start();
    expect(await attempts[0]).toMatchObject({ code: 'WEIR_PRODUCER_FENCED' });
    expect(texts(successor.read(counting.counted))).toEqual(['ann: 1 tea @0']);
  });

  test('gives up after failing three times in a row on what it does not understand', async () => {
    const bug = new TypeError('undefined is not a customer');
    const createProcessor = () => ({ onRecord: () => { throw bug; } }); // prettier-ignore
    const driver = createDriver({ topology: countingTopology({ createProcessor }) });
    await driver.start();
    await expect(driver.pipe(counting.orders, 'ann', 'tea')).rejects.toBe(bug);
  });

  test('a processor that leaves a key due is found out', async () => {
    class Forgetful extends CountingProcessor {
      override onDue(): void {
        return;
      }
    }
    const driver = createDriver({ topology: countingTopology({ createProcessor: () => new Forgetful() }) });
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea');
    await expect(driver.advance(lookAfterMs)).rejects.toThrow('must reschedule');
  });
});
