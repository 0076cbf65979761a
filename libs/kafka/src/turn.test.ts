import { afterEach, describe, expect, test } from '@jest/globals';
import { counting, CountingProcessor, countingTopology, lookAfterMs, readCount } from './counting.fixture.ts';
import { codeOf } from './errors.ts';
import { type FetchedRecord } from './port.ts';
import { createTaskDriver, type TaskDriver, type TaskDriverOptions } from './task-driver.ts';
import { isReserved, readTick, tickRecord } from './ticks.ts';
import {
  type Cycle,
  type EffectOutcome,
  type Input,
  type Processor,
  type SourceRecord,
  type Topology,
} from './topology.ts';

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
  records.map(({ key, value }) => `${String(key)}: ${String(value)}`);
const plainHeaders = (record: FetchedRecord | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(record?.headers ?? {}).map(([name, value]) => [name, value.toString()]));

describe('a record that cannot be processed', () => {
  test('is kept aside with its bytes, its headers, the reason and its place, and the next one goes on', async () => {
    const driver = createDriver();
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea', 3);
    await driver.pipe(counting.orders, 'ann', 'poison', 4, { trace: Buffer.from('t1') });
    await driver.pipe(counting.orders, 'ann', 'milk', 5);
    expect(texts(driver.read(counting.counted))).toEqual(['ann: 1 tea @0', 'ann: 2 milk @0']);
    const [dead, ...others] = driver.read(counting.deadLetter);
    expect(others).toEqual([]);
    expect(dead).toMatchObject({ key: Buffer.from('ann'), value: Buffer.from('poison') });
    expect(plainHeaders(dead)).toEqual({
      trace: 't1',
      'weir-error-code': 'WEIR_RECORD_POISON',
      'weir-error-reason': 'it says so itself',
      'weir-topic': counting.orders,
      'weir-partition': '0',
      'weir-offset': '1',
      'weir-timestamp': '4',
    });
  });

  test('leaves no trace in state, output or due queue, even when it threw too late', async () => {
    const driver = createDriver();
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'late poison');
    expect(driver.read(counting.counted)).toEqual([]);
    expect(driver.entry('counts', 'ann')).toBeUndefined();
    expect(driver.read(counting.deadLetter)).toHaveLength(1);
    await driver.advance(lookAfterMs);
    expect(driver.read(counting.counted)).toEqual([]);
  });

  test('has no key, is in the wrong partition, or is too large: the runtime sees that itself', async () => {
    const driver = createDriver({ partitions: 2, limits: { recordBytes: 1_000 } });
    await driver.start();
    await driver.pipe(counting.orders, null, 'tea');
    await driver.pipe(counting.orders, 'abc', 'tea');
    await driver.pipe(counting.orders, '21', 'x'.repeat(1_000));
    await driver.pipe(counting.orders, '21', 'tea');
    const dead = driver.read(counting.deadLetter);
    expect(dead.map((record) => plainHeaders(record)['weir-error-code'])).toEqual([
      'WEIR_RECORD_WITHOUT_KEY',
      'WEIR_RECORD_WRONG_PARTITION',
      'WEIR_RECORD_TOO_LARGE',
    ]);
    expect(dead.map(({ value }) => value?.toString())).toEqual(['tea', 'tea', 'x'.repeat(1_000)]);
    expect(texts(driver.read(counting.counted))).toEqual(['21: 1 tea @0']);
  });
});

/** Greets by the name that a table has; waits for the name when it is not there yet. */
class GreetingProcessor implements Processor {
  onRecord(record: SourceRecord, cycle: Cycle): void | 'later' {
    if (record.topic !== counting.orders) return;
    const key = String(record.key);
    const name = cycle.get('names', key);
    if (name === undefined) return 'later';
    cycle.emit({
      topic: counting.counted,
      key,
      value: Buffer.from(`${String(Buffer.from(name))}, ${String(record.value)} @${cycle.now}`),
    });
  }
}

const withNames: readonly Input[] = [
  { kind: 'stream', topic: counting.orders },
  { kind: 'table', topic: counting.names, store: 'names' },
];
const greetingTopology = (changes: Partial<Topology> = {}): Topology =>
  countingTopology({
    inputs: withNames,
    stores: [{ name: 'names', changelogTopic: counting.names }],
    createProcessor: () => new GreetingProcessor(),
    ...changes,
  });

describe('a table of someone else', () => {
  test('is read on while a record waits for it, and the order of records stays', async () => {
    const driver = createDriver({ topology: greetingTopology() });
    await driver.start();
    await driver.pipe(counting.names, 'ann', 'Ann', 1);
    await driver.pipe(counting.orders, 'bob', 'tea', 2);
    await driver.pipe(counting.orders, 'ann', 'milk', 3);
    expect(driver.read(counting.counted)).toEqual([]);
    await driver.pipe(counting.names, 'bob', 'Bob', 9);
    expect(texts(driver.read(counting.counted))).toEqual(['bob: Bob, tea @0', 'ann: Ann, milk @0']);
  });

  test('is restored up to the position it had, and not written to', async () => {
    const driver = createDriver({ topology: greetingTopology() });
    await driver.start();
    await driver.pipe(counting.names, 'ann', 'Ann');
    await driver.pipe(counting.names, 'ann', 'Annie');
    await driver.pipe(counting.orders, 'ann', 'tea');
    await driver.stop();
    expect(driver.read(counting.names)).toHaveLength(2);
    const successor = createDriver({ topology: greetingTopology(), kafka: driver.kafka });
    await successor.start();
    await successor.pipe(counting.orders, 'ann', 'milk');
    expect(texts(successor.read(counting.counted))).toEqual(['ann: Annie, tea @0', 'ann: Annie, milk @0']);
  });

  test('holds the same whether its records came by while running or while restoring', async () => {
    const options = { topology: greetingTopology(), partitions: 2 };
    const driver = createDriver(options);
    await driver.start();
    await driver.pipe(counting.names, 'abc', 'in the wrong partition');
    await driver.pipe(counting.names, '21', 'Ann');
    expect(driver.entry('names', 'abc')).toBeUndefined();
    await driver.stop();
    const successor = createDriver({ ...options, kafka: driver.kafka });
    await successor.start();
    expect(successor.entry('names', 'abc')).toBeUndefined();
    expect(String(successor.entry('names', '21'))).toBe('Ann');
  });

  test('cannot be put to', async () => {
    class Writer extends GreetingProcessor {
      override onRecord(record: SourceRecord, cycle: Cycle): void {
        cycle.put('names', String(record.key), record.value);
      }
    }
    const driver = createDriver({ topology: greetingTopology({ createProcessor: () => new Writer() }) });
    await driver.start();
    await expect(driver.pipe(counting.orders, 'ann', 'tea')).rejects.toThrow('table that someone else writes');
  });
});

describe('stream time', () => {
  const stream = { clock: 'stream', topology: countingTopology() } as const;

  test('each due entry fires at its own instant, before the records after it', async () => {
    const driver = createDriver(stream);
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea', 10_000);
    await driver.pipe(counting.orders, 'bob', 'tea', 10_500);
    await driver.pipe(counting.orders, 'ann', 'milk', 20_000);
    expect(texts(driver.read(counting.counted))).toEqual([
      'ann: 1 tea @10000',
      'bob: 1 tea @10500',
      'ann: look @11000, due 11000',
      'bob: look @11500, due 11500',
      'ann: 2 milk @20000',
    ]);
  });

  test('a record at the due instant comes before what is due then; a tick at that instant comes after', async () => {
    const driver = createDriver(stream);
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea', 10_000);
    await driver.pipe(counting.orders, 'bob', 'tea', 11_000);
    await driver.advance(11_000);
    expect(texts(driver.read(counting.counted))).toEqual([
      'ann: 1 tea @10000',
      'bob: 1 tea @11000',
      'ann: look @11000, due 11000',
    ]);
  });

  test('inputs are merged strictly: nothing is taken before the others have come as far', async () => {
    const driver = createDriver({ clock: 'stream', topology: greetingTopology() });
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea', 100);
    expect(driver.read(counting.counted)).toEqual([]);
    await driver.pipe(counting.names, 'ann', 'Ann', 50);
    expect(driver.read(counting.counted)).toEqual([]);
    await driver.pipe(counting.names, 'ann', 'Annie', 101);
    expect(texts(driver.read(counting.counted))).toEqual(['ann: Ann, tea @100']);
  });

  test('what a tick has promised holds over a restart', async () => {
    const driver = createDriver({ clock: 'stream', topology: greetingTopology() });
    const tick = (topic: string, instant: number) =>
      driver.kafka.log({ topic, partition: 0 }).append(tickRecord({ topic, partition: 0 }, instant));
    await driver.start();
    tick(counting.orders, 60);
    await driver.pipe(counting.names, 'ann', 'Ann', 50);
    tick(counting.names, 1_000);
    await driver.settle();
    await driver.stop();
    const successor = createDriver({ clock: 'stream', topology: greetingTopology(), kafka: driver.kafka });
    await successor.start();
    await successor.pipe(counting.orders, 'ann', 'tea', 900);
    expect(texts(successor.read(counting.counted))).toEqual(['ann: Ann, tea @900']);
  });

  test('ticks are passed on to everything the task writes, at the end of what it wrote', async () => {
    const driver = createDriver(stream);
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea', 10_000);
    await driver.advance(10_400);
    for (const topic of [counting.counted, counting.counts]) {
      const last = driver.kafka.log({ topic, partition: 0 }).read(0).records.at(-1) as FetchedRecord;
      expect(isReserved(last)).toBe(true);
      expect(readTick(last)).toBe(10_400);
    }
  });

  test('every put is a record of its own, stamped with its instant', async () => {
    const driver = createDriver(stream);
    const orders = driver.kafka.log({ topic: counting.orders, partition: 0 });
    for (const timestamp of [100, 200, 300]) orders.append({ key: 'ann', value: Buffer.from('tea'), timestamp });
    await driver.start();
    expect(
      driver.read(counting.counts).map(({ timestamp, value }) => [timestamp, readCount(value ?? undefined).count]),
    ).toEqual([
      [100, 1],
      [200, 2],
      [300, 3],
    ]);
  });
});

test('in wall time many puts of one key in one cycle make one changelog record', async () => {
  const driver = createDriver();
  const orders = driver.kafka.log({ topic: counting.orders, partition: 0 });
  for (let index = 0; index < 50; index += 1) orders.append({ key: 'ann', value: Buffer.from('tea'), timestamp: 1 });
  await driver.start();
  expect(readCount(driver.entry('counts', 'ann')).count).toBe(50);
  expect(driver.read(counting.counts)).toHaveLength(1);
});

describe('effects', () => {
  /** Calls the outside for each record; tells the outcome. */
  class CallingProcessor implements Processor {
    readonly #call: (id: string) => Promise<unknown>;

    constructor(call: (id: string) => Promise<unknown>) {
      this.#call = call;
    }

    onRecord(record: SourceRecord, cycle: Cycle): void {
      const id = `${String(record.key)}-${record.offset}`;
      cycle.put('counts', id, Buffer.from('{"count":1,"dueAt":null}'));
      cycle.effect(id, () => this.#call(id));
    }

    onEffectOutcome(outcome: EffectOutcome, cycle: Cycle): void {
      const text = outcome.error === undefined ? String(outcome.result) : `failed: ${outcome.error.message}`;
      cycle.emit({ topic: counting.counted, key: outcome.id, value: Buffer.from(`${text} @${cycle.now}`) });
    }
  }
  const calling = (call: (id: string) => Promise<unknown>): Topology =>
    countingTopology({ createProcessor: () => new CallingProcessor(call) });

  test('run after the commit, never before, and tell what became of them', async () => {
    const seen: (string | undefined)[] = [];
    const driver: TaskDriver = createDriver({
      topology: calling((id) => {
        seen.push(driver.entry('counts', id) === undefined ? undefined : id);
        return id === 'bob-1' ? Promise.reject(new Error('busy')) : Promise.resolve('done');
      }),
    });
    await driver.start();
    await driver.pipe(counting.orders, 'ann', 'tea');
    await driver.pipe(counting.orders, 'bob', 'tea');
    expect(seen).toEqual(['ann-0', 'bob-1']);
    expect(texts(driver.read(counting.counted))).toEqual(['ann-0: done @0', 'bob-1: failed: busy @0']);
  });

  test('never run when their cycle dies before its commit', async () => {
    const called: string[] = [];
    const driver = createDriver({ topology: calling((id) => Promise.resolve(called.push(id))) });
    await driver.start();
    driver.crashAt('before-commit');
    await driver.pipe(counting.orders, 'ann', 'tea');
    expect(await driver.crashed()).toBe(true);
    expect(called).toEqual([]);
    await driver.kill();
    await driver.start();
    expect(called).toEqual(['ann-0']);
  });

  test('are bounded in number, and hold back the records meanwhile', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const call = () => new Promise((resolve) => { most = Math.max(most, waiting.push(() => resolve('done'))); }); // prettier-ignore
    const driver = createDriver({ topology: calling(call), limits: { concurrentEffects: 3 } });
    const orders = driver.kafka.log({ topic: counting.orders, partition: 0 });
    for (let index = 0; index < 10; index += 1) orders.append({ key: 'ann', value: Buffer.from('tea'), timestamp: 0 });
    const started = driver.start();
    let done = 0;
    for (; done < 10; done += waiting.length) {
      while (waiting.length === 0) await new Promise(setImmediate);
      expect(driver.kafka.log({ topic: counting.counts, partition: 0 }).read(0).records.length).toBeLessThanOrEqual(
        done + 4,
      );
      for (const resolve of waiting.splice(0)) { resolve(); done += 1; } // prettier-ignore
    }
    await started;
    expect(most).toBeLessThanOrEqual(3);
    expect(driver.read(counting.counted)).toHaveLength(10);
  });

  test('in stream time, time stands still until the outcome has been handled', async () => {
    const call = () => new Promise((resolve) => setTimeout(() => resolve('done'), 5));
    const driver = createDriver({ topology: calling(call), clock: 'stream' });
    const orders = driver.kafka.log({ topic: counting.orders, partition: 0 });
    for (const timestamp of [100, 200, 300]) orders.append({ key: 'ann', value: Buffer.from('tea'), timestamp });
    await driver.start();
    expect(texts(driver.read(counting.counted))).toEqual(['ann-0: done @100', 'ann-1: done @200', 'ann-2: done @300']);
  });

  test('a stopping task waits for those under way and commits their outcomes', async () => {
    const call = () => new Promise((resolve) => setTimeout(() => resolve('done'), 50));
    const driver = createDriver({ topology: calling(call) });
    const orders = driver.kafka.log({ topic: counting.orders, partition: 0 });
    const started = driver.start();
    orders.append({ key: 'ann', value: Buffer.from('tea'), timestamp: 0 });
    while (driver.kafka.log({ topic: counting.counts, partition: 0 }).watermarks.high < 3)
      await new Promise(setImmediate);
    await driver.stop();
    await started.catch((error: unknown) => expect(codeOf(error)).toBeUndefined());
    expect(texts(driver.read(counting.counted))).toEqual(['ann-0: done @0']);
  });
});

describe('spare time and preparation', () => {
  test('each batch is prepared once, before any of its records; rejected ones are not shown', async () => {
    const log: string[] = [];
    class Preparing extends CountingProcessor {
      prepare(records: readonly SourceRecord[]): Promise<void> {
        log.push(`prepare ${records.map(({ offset }) => offset).join()}`);
        return Promise.resolve();
      }
      override onRecord(record: SourceRecord, cycle: Cycle): void | 'later' {
        log.push(`record ${record.offset}`);
        return super.onRecord(record, cycle);
      }
    }
    const driver = createDriver({
      topology: countingTopology({ createProcessor: () => new Preparing() }),
      limits: { recordsPerCycle: 3 },
    });
    const orders = driver.kafka.log({ topic: counting.orders, partition: 0 });
    for (const key of ['ann', null, 'bob', 'cem']) orders.append({ key, value: Buffer.from('tea'), timestamp: 0 });
    await driver.start();
    expect(log).toEqual(['prepare 0,2', 'record 0', 'record 2', 'prepare 3', 'record 3']);
  });

  test('idle work goes on piece by piece until none is left, and commits what it decides', async () => {
    let left = 5;
    class Idle extends CountingProcessor {
      onIdle(cycle: Cycle): Promise<boolean> {
        if (left > 0) cycle.emit({ topic: counting.counted, key: 'idle', value: Buffer.from(String(left--)) });
        return Promise.resolve(left > 0);
      }
    }
    const driver = createDriver({ topology: countingTopology({ createProcessor: () => new Idle() }) });
    await driver.start();
    expect(texts(driver.read(counting.counted))).toEqual(['idle: 5', 'idle: 4', 'idle: 3', 'idle: 2', 'idle: 1']);
  });
});
