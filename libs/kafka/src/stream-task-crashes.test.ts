import { describe, expect, test } from '@jest/globals';
import { memoryStores } from '@weir/store';
import fc from 'fast-check';
import { type Count, counting, countingTopology, lookAfterMs, readCount } from './counting.fixture.ts';
import { type CrashPoint, crashPoints, createTaskDriver, type TaskDriver } from './task-driver.ts';

describe('whatever step a cycle dies at', () => {
  interface Step {
    readonly keys: readonly string[];
    readonly crash: CrashPoint | undefined;
    readonly losesStore: boolean;
    readonly isTimeStep: boolean;
  }
  const step: fc.Arbitrary<Step> = fc.record({
    keys: fc.array(fc.constantFrom('ann', 'bob', 'cem'), { maxLength: 4 }),
    crash: fc.option(fc.constantFrom(...crashPoints), { nil: undefined }),
    losesStore: fc.boolean(),
    isTimeStep: fc.boolean(),
  });

  test('every record counts exactly once, and the store is the fold of the committed changelog', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), runAndCheck), { numRuns: 150 });
  });

  async function runAndCheck(steps: readonly Step[]): Promise<void> {
    let openStore = memoryStores();
    let driver = createTaskDriver({ topology: countingTopology(), openStore });
    await driver.start();
    const sent = new Map<string, number>();
    for (const { keys, crash, losesStore, isTimeStep } of steps) {
      if (crash !== undefined) driver.crashAt(crash);
      const orders = driver.kafka.log({ topic: counting.orders, partition: 0 });
      for (const key of keys) {
        sent.set(key, (sent.get(key) ?? 0) + 1);
        orders.append({ key, value: Buffer.from('tea'), timestamp: driver.now });
      }
      if (isTimeStep) await driver.advance(driver.now + lookAfterMs);
      if (crash !== undefined) await driver.crashed();
      await driver.kill();
      if (losesStore) openStore = memoryStores();
      const { kafka, now } = driver;
      driver = createTaskDriver({ topology: countingTopology(), openStore, kafka, now });
      await driver.start();
    }
    const told = driver
      .read(counting.counted)
      .map(({ key, value }) => `${String(key)}: ${String(value)}`)
      .filter((text) => !text.includes('look'));
    const expected = [...sent].flatMap(([key, count]) =>
      Array.from({ length: count }, (_, index) => `${key}: ${index + 1} tea`),
    );
    expect(told.map((text) => text.replace(/ @.*/, '')).sort()).toEqual(expected.sort());
    expect(foldOf(driver)).toEqual(storeOf(driver, [...sent.keys()]));
    await driver.stop();
  }

  function foldOf(driver: TaskDriver): Record<string, Count> {
    const fold: Record<string, Count> = {};
    for (const { key, value } of driver.read(counting.counts)) fold[String(key)] = readCount(value ?? undefined);
    return fold;
  }

  function storeOf(driver: TaskDriver, keys: readonly string[]): Record<string, Count> {
    return Object.fromEntries(keys.map((key) => [key, readCount(driver.entry('counts', key))]));
  }
});
