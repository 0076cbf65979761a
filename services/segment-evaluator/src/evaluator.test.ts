import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createMemoryCodec } from '@weir/codec/testing';
import { compileCatalog, type CustomerEvent, defaultStatusGroups, type OrderEvent, parseSegment } from '@weir/engine';
import { orderOf, profileOf } from '@weir/engine/testing';
import { createTaskDriver, type TaskDriver } from '@weir/kafka/testing';
import { createMetrics } from '@weir/observability';
import { Customers } from './customers.ts';
import { Evaluator } from './evaluator.ts';
import { createEvaluatorMetrics } from './metrics.ts';
import { evaluatorTopics, evaluatorTopology } from './topology.ts';

const topics = evaluatorTopics('');
const codec = createMemoryCodec();
const metrics = createEvaluatorMetrics(createMetrics('test'));
const account = { timeZone: 'UTC', currency: 'EUR', statusGroups: defaultStatusGroups };
const start = Date.parse('2026-03-01T12:00:00Z');
const day = (n: number): number => start + n * 86_400_000;

const profile = profileOf({ createdAt: start, firstName: 'Anna', email: 'anna@example.com', vip: true });

function customerEvent(version: number, occurredAt: number, kind: 'UPSERTED' | 'ERASED' = 'UPSERTED'): CustomerEvent {
  const told = kind === 'UPSERTED' ? profile : null;
  return {
    eventId: `c-${version}`,
    customerId: 'anna',
    occurredAt,
    version,
    kind,
    profile: told,
    mergedInto: null,
  };
}

function orderEvent(orderId: string, createdAt: number): OrderEvent {
  return {
    eventId: `${orderId}-1`,
    customerId: 'anna',
    occurredAt: createdAt,
    version: 1,
    order: orderOf({ orderId, createdAt, currency: 'EUR', total: 100 }),
  };
}

let opened: TaskDriver | undefined;

async function openEvaluator(): Promise<TaskDriver> {
  const definitions = [
    { id: 'buyers', name: 'Buyers', when: { orders: {} } },
    { id: 'vip', name: 'VIP', when: { customer: { vip: true } } },
  ].map((document) => {
    const parsed = parseSegment(document);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.definition;
  });
  const compiled = compileCatalog(definitions, account, 1);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const { catalog } = compiled;
  const createProcessor = () => {
    const customers = new Customers({ codec, statusGroups: account.statusGroups, cacheSize: 10 });
    return new Evaluator({ topics, codec, customers, currentCatalog: () => catalog, metrics });
  };
  const driver = createTaskDriver({ topology: evaluatorTopology(topics, '', codec, createProcessor), now: start });
  opened = driver;
  await driver.start();
  return driver;
}

const tell = (driver: TaskDriver, event: CustomerEvent): Promise<void> =>
  driver.pipe(topics['customer-events'], event.customerId, codec.encode('customer-events', event));

const tellOrder = (driver: TaskDriver, event: OrderEvent): Promise<void> =>
  driver.pipe(topics['order-events'], event.customerId, codec.encode('order-events', event));

const announced = (driver: TaskDriver): string[] =>
  driver
    .read(topics['segment-events'])
    .map(({ value }) => codec.decode('segment-events', value as Buffer))
    .map(({ segmentId, seq, cause }) => `${segmentId} ${seq} ${cause}`)
    .sort();

afterEach(() => opened?.stop());

beforeAll(() => codec.prepare(['customer-events', 'order-events', 'segment-events', 'customers']));

describe('an erased customer', () => {
  /** Known with an order, then erased; what was announced up to there is read. */
  async function erased(): Promise<TaskDriver> {
    const driver = await openEvaluator();
    await tell(driver, customerEvent(5, day(0)));
    await tellOrder(driver, orderEvent('o1', day(0)));
    await driver.advance(day(1));
    await tell(driver, customerEvent(6, day(1), 'ERASED'));
    expect(announced(driver)).toEqual(['buyers 1 EVENT', 'buyers 2 ERASE', 'vip 1 EVENT', 'vip 2 ERASE']);
    return driver;
  }

  test('leaves nothing in any table but a mark that does not name them', async () => {
    const driver = await erased();
    expect(driver.read(topics.customers).at(-1)?.value).toBeNull();
    const kept = new Map(driver.read(topics.orders).map(({ key, value }) => [String(key), value]));
    const marks = [...kept].filter(([key, value]) => key !== '\0backfill' && value !== null);
    expect(marks.map(([key]) => key)).toEqual([expect.stringMatching(/^\0erased\0[\w-]{43}$/)]);
    expect(String(marks[0]?.[1])).not.toMatch(/anna|o1/i);
  });

  test('does not come back by events that are delivered again, before and after a restart', async () => {
    const driver = await erased();
    driver.read(topics.customers);
    await tell(driver, customerEvent(5, day(0)));
    await driver.kill();
    await driver.start();
    await tellOrder(driver, orderEvent('o1', day(0)));
    await tell(driver, customerEvent(6, day(1), 'ERASED'));
    expect(announced(driver)).toEqual([]);
    expect(driver.read(topics.customers)).toEqual([]);
  });

  test('who comes back goes on with the next number, also after another restart, and needs no mark', async () => {
    const driver = await erased();
    await driver.advance(day(2));
    await tell(driver, customerEvent(7, day(2)));
    await tellOrder(driver, orderEvent('o2', day(2)));
    expect(announced(driver)).toEqual(['buyers 3 EVENT', 'vip 3 EVENT']);
    expect(driver.read(topics.orders).some(({ key, value }) => String(key).startsWith('\0') && value === null)).toBe(
      true,
    );
    await driver.kill();
    await driver.start();
    await tellOrder(driver, orderEvent('o1', day(0)));
    await tell(driver, customerEvent(8, day(2), 'ERASED'));
    expect(announced(driver)).toEqual(['buyers 4 ERASE', 'vip 4 ERASE']);
  });
});

test('an event that is delivered again writes nothing', async () => {
  const driver = await openEvaluator();
  await tellOrder(driver, orderEvent('o1', day(0)));
  driver.read(topics.customers);
  await tellOrder(driver, orderEvent('o1', day(0)));
  expect(driver.read(topics.customers)).toEqual([]);
});
