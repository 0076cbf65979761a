import { afterEach, expect, test } from '@jest/globals';
import { createSilentLogger } from '@weir/observability';
import { createGlobalTable, type GlobalTable } from './global-table.ts';
import { MemoryKafka } from './memory-kafka.ts';
import { tickRecord } from './ticks.ts';

const topic = 'definitions';
const tables: GlobalTable[] = [];
afterEach(() => Promise.all(tables.splice(0).map((table) => table.stop())));

function createTable(kafka: MemoryKafka): GlobalTable {
  const table = createGlobalTable({ kafka, topic, logger: createSilentLogger() });
  tables.push(table);
  return table;
}

function write(kafka: MemoryKafka, key: string, value: string | null, partition = 0): void {
  kafka.log({ topic, partition }).append({ key, value: value === null ? null : Buffer.from(value), timestamp: 1 });
}

const plain = (table: GlobalTable): Record<string, string> =>
  Object.fromEntries([...table.entries()].map(([key, value]) => [key, value.toString()]));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

test('has everything that was there when it started, of all partitions, the last value of each key', async () => {
  const kafka = new MemoryKafka();
  kafka.createTopic(topic, 2);
  write(kafka, 'a', '1');
  write(kafka, 'a', '2');
  write(kafka, 'b', '1', 1);
  write(kafka, 'c', '1');
  write(kafka, 'c', null);
  kafka.log({ topic, partition: 0 }).append(tickRecord({ topic, partition: 0 }, 5));
  const table = createTable(kafka);
  await table.start();
  expect(plain(table)).toEqual({ a: '2', b: '1' });
});

test('follows changes, and its revision grows with each of them only', async () => {
  const kafka = new MemoryKafka();
  kafka.createTopic(topic, 1);
  const table = createTable(kafka);
  await table.start();
  const before = table.revision();
  write(kafka, 'nobody', null);
  write(kafka, 'a', '1');
  await until(() => table.entries().has('a'));
  expect(table.revision()).toBe(before + 1);
  write(kafka, 'a', null);
  await until(() => !table.entries().has('a'));
  expect(table.revision()).toBe(before + 2);
});

test('waits for its topic, and stops while it waits', async () => {
  const kafka = new MemoryKafka();
  const table = createTable(kafka);
  const started = table.start();
  kafka.createTopic(topic, 1);
  write(kafka, 'a', '1');
  await started;
  expect(plain(table)).toEqual({ a: '1' });

  const other = createTable(new MemoryKafka());
  const never = other.start();
  await other.stop();
  await never;
  expect(other.entries().size).toBe(0);
});
