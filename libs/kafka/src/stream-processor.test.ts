import { afterEach, describe, expect, test } from '@jest/globals';
import { createMetrics, createSilentLogger } from '@weir/observability';
import { memoryStores, type OpenStore } from '@weir/store';
import { counting, CountingProcessor, countingTopology } from './counting.fixture.ts';
import { MemoryKafka } from './memory-kafka.ts';
import { murmur2Partition } from './murmur2.ts';
import { createStreamProcessor, type StreamProcessor, type StreamProcessorOptions } from './stream-processor.ts';
import { isReserved } from './ticks.ts';

const partitions = 4;
const running: StreamProcessor[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((processor) => processor.stop()));
});

function createKafka(): MemoryKafka {
  const kafka = new MemoryKafka();
  const { orders, counts, counted, positions, deadLetter } = counting;
  for (const topic of [orders, counts, counted, positions, deadLetter]) kafka.createTopic(topic, partitions);
  return kafka;
}

function createProcessor(kafka: MemoryKafka, options: Partial<StreamProcessorOptions> = {}): StreamProcessor {
  const processor = createStreamProcessor({
    kafka,
    topology: countingTopology(),
    openStore: memoryStores(),
    clock: { kind: 'wall', now: () => 0 },
    logger: createSilentLogger(),
    metrics: createMetrics('test'),
    limits: { lazyCommitMs: 5, idleMs: 20 },
    ...options,
  });
  running.push(processor);
  return processor;
}

function send(kafka: MemoryKafka, count: number, from = 0): void {
  for (let index = from; index < from + count; index += 1) {
    const key = `customer-${index % 17}`;
    const place = { topic: counting.orders, partition: murmur2Partition(key, partitions) };
    kafka.log(place).append({ key, value: Buffer.from(`order-${index}`), timestamp: 0 });
  }
}

/** The counts told for each key, in order: 1, 2, 3, ... when nothing was lost or doubled. */
function toldCounts(kafka: MemoryKafka): Map<string, number[]> {
  const told = new Map<string, number[]>();
  for (let partition = 0; partition < partitions; partition += 1) {
    for (const record of kafka.log({ topic: counting.counted, partition }).read(0).records) {
      if (isReserved(record)) continue;
      const key = String(record.key);
      told.set(key, [...(told.get(key) ?? []), Number(String(record.value).split(' ')[0])]);
    }
  }
  return told;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('waited 10 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const total = (kafka: MemoryKafka): number => [...toldCounts(kafka).values()].flat().length;

function expectEachOnce(kafka: MemoryKafka): void {
  for (const counts of toldCounts(kafka).values()) expect(counts).toEqual(counts.map((_, index) => index + 1));
}

describe('a stream processor', () => {
  test('runs a task for each partition, and is ready when all of them run', async () => {
    const kafka = createKafka();
    const processor = createProcessor(kafka);
    expect(processor.isReady()).toBe(false);
    await processor.start();
    await until(() => processor.isReady());
    send(kafka, 100);
    await until(() => total(kafka) === 100);
    expectEachOnce(kafka);
  });

  test('partitions move between members that come and go, and every record counts once', async () => {
    const kafka = createKafka();
    const first = createProcessor(kafka);
    await first.start();
    send(kafka, 100);
    await until(() => total(kafka) > 30);
    const second = createProcessor(kafka);
    await second.start();
    send(kafka, 100, 100);
    await until(() => first.isReady() && second.isReady());
    await first.stop();
    send(kafka, 100, 200);
    await until(() => total(kafka) === 300);
    expectEachOnce(kafka);
    expect(second.isReady()).toBe(true);
  });

  test('a task whose partition stays over a re-assignment keeps its processor', async () => {
    const kafka = createKafka();
    const created: number[] = [];
    const topology = countingTopology({
      createProcessor: (partition) => {
        created.push(partition);
        return new CountingProcessor();
      },
    });
    const first = createProcessor(kafka, { topology });
    await first.start();
    await until(() => first.isReady());
    const second = createProcessor(kafka);
    await second.start();
    await until(() => second.isReady());
    await second.stop();
    await until(() => created.length === 6 && first.isReady());
    expect([...created].sort()).toEqual([0, 1, 2, 2, 3, 3]);
  });

  test('a partition that comes back waits for the store that its last task still holds', async () => {
    const kafka = createKafka();
    const stores = memoryStores();
    const slowToClose: OpenStore = async (name) => {
      const store = await stores(name);
      return {
        get: (key) => store.get(key),
        range: (range) => store.range(range),
        apply: (writes) => store.apply(writes),
        clear: () => store.clear(),
        close: () => new Promise((resolve) => setTimeout(() => resolve(store.close()), 30)),
      };
    };
    const first = createProcessor(kafka, { openStore: slowToClose });
    await first.start();
    await until(() => first.isReady());
    for (let round = 0; round < 3; round += 1) {
      const second = createProcessor(kafka);
      await second.start();
      await second.stop();
    }
    await until(() => first.isReady());
    send(kafka, 50);
    await until(() => total(kafka) === 50);
    expectEachOnce(kafka);
  });

  test('waits for topics that do not exist yet', async () => {
    const kafka = new MemoryKafka();
    const processor = createProcessor(kafka);
    const started = processor.start();
    const { orders, counts, counted, positions, deadLetter } = counting;
    for (const topic of [orders, counts, counted, positions, deadLetter]) kafka.createTopic(topic, partitions);
    await started;
    await until(() => processor.isReady());
  });

  test('refuses topics that are not partitioned alike', async () => {
    const kafka = new MemoryKafka();
    kafka.createTopic(counting.orders, 3);
    const { counts, counted, positions, deadLetter } = counting;
    for (const topic of [counts, counted, positions, deadLetter]) kafka.createTopic(topic, partitions);
    await expect(createProcessor(kafka).start()).rejects.toMatchObject({ code: 'WEIR_TOPICS_NOT_COPARTITIONED' });
  });

  test('a bug that comes back after each recovery is reported as fatal', async () => {
    const kafka = createKafka();
    const bug = new TypeError('undefined is not a customer');
    const fatal: unknown[] = [];
    const topology = countingTopology({ createProcessor: () => ({ onRecord: () => { throw bug; } }) }); // prettier-ignore
    const processor = createProcessor(kafka, { topology, onFatal: (error) => fatal.push(error) });
    await processor.start();
    send(kafka, 1);
    await until(() => fatal.length > 0);
    expect(fatal).toEqual([bug]);
    expect(processor.isReady()).toBe(false);
  });

  test('may be stopped twice, before it started, and started after that without effect', async () => {
    const processor = createProcessor(createKafka());
    await Promise.all([processor.stop(), processor.stop()]);
    await processor.start();
    expect(processor.isReady()).toBe(false);
  });

  test('tells its tasks in metrics', async () => {
    const kafka = createKafka();
    const metrics = createMetrics('test');
    const processor = createProcessor(kafka, { metrics });
    await processor.start();
    send(kafka, 20);
    await until(() => total(kafka) === 20 && processor.isReady());
    await until(() => kafka.isQuiet);
    const text = await metrics.metrics();
    expect(text).toMatch(/weir_task_records_total\{topic="orders",service="test"\} 20/);
    expect(text).toMatch(/weir_task_state\{partition="3",state="running",service="test"\} 1/);
    for (const name of ['commit_seconds_count', 'restore_seconds_count', 'lag_records', 'due_lag_seconds']) {
      expect(text).toContain(`weir_task_${name}{`);
    }
  });
});
