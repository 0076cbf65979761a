import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type MessageEvent } from '@weir/codec';
import { createMemoryCodec } from '@weir/codec/testing';
import {
  type ActivityEvent,
  compileCatalog,
  createCustomerState,
  type CustomerEvent,
  type CustomerState,
  defaultStatusGroups,
  type OrderEvent,
  parseSegment,
  type Profile,
} from '@weir/engine';
import { orderOf, profileOf } from '@weir/engine/testing';
import { createTaskDriver, type TaskDriver } from '@weir/kafka/testing';
import { createMetrics } from '@weir/observability';
import { Customers, factsStore } from './customers.ts';
import { Evaluator } from './evaluator.ts';
import { FactLog } from './facts/fact-log.ts';
import { createEvaluatorMetrics } from './metrics.ts';
import { eventTopics, evaluatorTopics, evaluatorTopology } from './topology.ts';

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

function activityEvent(eventId: string, occurredAt: number, given: Partial<ActivityEvent> = {}): ActivityEvent {
  return { eventId, customerId: 'anna', occurredAt, name: 'product_viewed', properties: { colour: 'red' }, ...given };
}

function messageEvent(kind: MessageEvent['kind'], occurredAt: number, given: Partial<MessageEvent> = {}): MessageEvent {
  return {
    eventId: `m-${kind}`,
    customerId: 'anna',
    occurredAt,
    messageId: 'm1',
    channel: 'EMAIL',
    automationId: 'tea-letter',
    mailingId: null,
    templateId: 'tea',
    kind,
    reason: null,
    url: null,
    ...given,
  };
}

let opened: TaskDriver | undefined;

async function openEvaluator(): Promise<TaskDriver> {
  const definitions = [
    { id: 'buyers', name: 'Buyers', when: { orders: {} } },
    { id: 'vip', name: 'VIP', when: { customer: { vip: true } } },
    { id: 'viewers', name: 'Viewers', when: { activity: { name: 'product_viewed', count: { gte: 2 } } } },
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

const tellActivity = (driver: TaskDriver, event: ActivityEvent, key = event.customerId): Promise<void> =>
  driver.pipe(topics['activity-events'], key, codec.encode('activity-events', event));

const tellMessage = (driver: TaskDriver, event: MessageEvent, key = event.customerId): Promise<void> =>
  driver.pipe(topics['message-events'], key, codec.encode('message-events', event));

/** What the log says of the customer, read from the local store. */
function kept(driver: TaskDriver): CustomerState {
  const state = createCustomerState('anna');
  FactLog.read(state, (key) => driver.entry(factsStore, key));
  return state;
}

const announced = (driver: TaskDriver): string[] =>
  driver
    .read(topics['segment-events'])
    .map(({ value }) => codec.decode('segment-events', value as Buffer))
    .map(({ segmentId, seq, cause }) => `${segmentId} ${seq} ${cause}`)
    .sort();

afterEach(() => opened?.stop());

beforeAll(() => codec.prepare([...eventTopics, 'segment-events', 'customers']));

describe('an erased customer', () => {
  /** Known with an order, then erased; what was announced up to there is read. */
  async function erased(): Promise<TaskDriver> {
    const driver = await openEvaluator();
    await tell(driver, customerEvent(5, day(0)));
    await tellOrder(driver, orderEvent('o1', day(0)));
    await tellActivity(driver, activityEvent('a1', day(0)));
    await tellMessage(driver, messageEvent('SENT', day(0)));
    await driver.advance(day(1));
    await tell(driver, customerEvent(6, day(1), 'ERASED'));
    expect(announced(driver)).toEqual(['buyers 1 EVENT', 'buyers 2 ERASE', 'vip 1 EVENT', 'vip 2 ERASE']);
    return driver;
  }

  test('leaves nothing in any table but a mark that does not name them', async () => {
    const driver = await erased();
    expect(driver.read(topics.customers).at(-1)?.value).toBeNull();
    const kept = new Map(driver.read(topics.facts).map(({ key, value }) => [String(key), value]));
    const marks = [...kept].filter(([key, value]) => key !== '\0backfill' && value !== null);
    expect(marks.map(([key]) => key)).toEqual([expect.stringMatching(/^\0erased\0[\w-]{43}$/)]);
    expect(String(marks[0]?.[1])).not.toMatch(/anna|o1|a1|m1|tea-letter|colour/i);
  });

  test('does not come back by events that are delivered again, before and after a restart', async () => {
    const driver = await erased();
    driver.read(topics.customers);
    await tell(driver, customerEvent(5, day(0)));
    await driver.kill();
    await driver.start();
    await tellOrder(driver, orderEvent('o1', day(0)));
    await tellActivity(driver, activityEvent('a1', day(1)));
    await tellMessage(driver, messageEvent('OPENED', day(1)));
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
    expect(driver.read(topics.facts).some(({ key, value }) => String(key).startsWith('\0') && value === null)).toBe(
      true,
    );
    await driver.kill();
    await driver.start();
    await tellOrder(driver, orderEvent('o1', day(0)));
    await tell(driver, customerEvent(8, day(2), 'ERASED'));
    expect(announced(driver)).toEqual(['buyers 4 ERASE', 'vip 4 ERASE']);
  });
});

test('an event that is delivered again writes nothing, before and after a restart', async () => {
  const driver = await openEvaluator();
  const tellAll = async (): Promise<void> => {
    await tell(driver, customerEvent(5, day(0)));
    await tellOrder(driver, orderEvent('o1', day(0)));
    await tellActivity(driver, activityEvent('a1', day(0)));
    await tellMessage(driver, messageEvent('SENT', day(0)));
  };
  const written = () => [topics.customers, topics.facts].flatMap((topic) => driver.read(topic));
  await tellAll();
  expect(written()).not.toEqual([]);
  await tellAll();
  expect(written()).toEqual([]);
  await driver.kill();
  await driver.start();
  await tellAll();
  expect(written()).toEqual([]);
});

describe('what a customer did', () => {
  test('makes them a customer, and counts over a restart', async () => {
    const driver = await openEvaluator();
    await tellActivity(driver, activityEvent('a1', day(0)));
    const [record] = driver.read(topics.customers);
    expect(codec.decode('customers', record?.value as Buffer)).toMatchObject({ customerId: 'anna', profile: null });
    await driver.kill();
    await driver.start();
    await tellActivity(driver, activityEvent('a2', day(0)));
    expect(announced(driver)).toEqual(['viewers 1 EVENT']);
    expect([...kept(driver).activities.values()]).toEqual(
      ['a1', 'a2'].map((eventId) => {
        const { customerId: _, ...activity } = activityEvent(eventId, day(0));
        return activity;
      }),
    );
  });

  test('costs one chunk and no record of the public table when no membership changes', async () => {
    const driver = await openEvaluator();
    await tell(driver, customerEvent(5, day(0)));
    for (const topic of [topics.customers, topics.facts]) driver.read(topic);
    await tellActivity(driver, activityEvent('a1', day(0)));
    await tellMessage(driver, messageEvent('SENT', day(0)));
    expect(driver.read(topics.customers)).toEqual([]);
    expect(driver.read(topics.facts)).toHaveLength(2);
  });
});

test('what became of a message is kept, whatever the order in which it is told', async () => {
  const driver = await openEvaluator();
  await tellMessage(driver, messageEvent('OPENED', day(0) + 5));
  await driver.kill();
  await driver.start();
  await tellMessage(driver, messageEvent('SENT', day(0)));
  expect([...kept(driver).messages.values()]).toEqual([
    expect.objectContaining({ messageId: 'm1', firstAt: { SENT: day(0), OPENED: day(0) + 5 } }),
  ]);
  const [record] = driver.read(topics.customers);
  expect(codec.decode('customers', record?.value as Buffer)).toMatchObject({ customerId: 'anna', profile: null });
});

test('what a profile said before is kept, but not in the public table', async () => {
  const driver = await openEvaluator();
  const say = (version: number, given: Partial<Profile>): Promise<void> =>
    tell(driver, { ...customerEvent(version, day(0) + version), profile: { ...profile, ...given } });
  await say(1, { city: 'Moscow', email: 'first@example.com' });
  await say(2, { city: 'Kazan', email: null });
  await driver.kill();
  await driver.start();
  expect(kept(driver).formerValues).toEqual(new Map([['email', 'first@example.com']]));
  await driver.advance(day(1));
  await say(3, { city: 'Kazan', email: 'second@example.com' });
  const { changes, formerValues } = kept(driver);
  expect(changes.map(({ field, from, to }) => [field, from, to])).toEqual([
    ['city', 'Moscow', 'Kazan'],
    ['email', 'first@example.com', 'second@example.com'],
  ]);
  expect(formerValues.size).toBe(0);
  expect(String(driver.read(topics.customers).at(-1)?.value)).not.toMatch(/Moscow|first@/);
  await tell(driver, customerEvent(9, day(1), 'ERASED'));
  expect(kept(driver)).toEqual(createCustomerState('anna'));
});

test.each([
  ['activity-events', 'name', (driver: TaskDriver) => tellActivity(driver, activityEvent('a', day(0), { name: '' }))],
  ['activity-events', 'customerId', (driver: TaskDriver) => tellActivity(driver, activityEvent('a', day(0)), 'boris')],
  ['activity-events', 'occurredAt', (driver: TaskDriver) => tellActivity(driver, activityEvent('a', day(3)))],
  [
    'message-events',
    'messageId',
    (driver: TaskDriver) => tellMessage(driver, messageEvent('SENT', day(0), { messageId: '' })),
  ],
  ['message-events', 'customerId', (driver: TaskDriver) => tellMessage(driver, messageEvent('SENT', day(0)), 'boris')],
  ['message-events', 'occurredAt', (driver: TaskDriver) => tellMessage(driver, messageEvent('SENT', day(3)))],
] as const)('a bad record of %s is set aside with the field named: %s', async (topic, field, pipe) => {
  const driver = await openEvaluator();
  await pipe(driver);
  const [dead] = driver.read(topics.deadLetter);
  expect(String(dead?.headers['weir-topic'])).toBe(topic);
  expect(String(dead?.headers['weir-error-reason'])).toMatch(new RegExp(`^${field}\\b`));
  expect(driver.read(topics.customers)).toEqual([]);
});

test('events of the largest size follow each other in one log, and the customer goes on', async () => {
  const driver = await openEvaluator();
  const text = 'x'.repeat(960_000);
  await tell(driver, { ...customerEvent(1, day(0)), profile: { ...profile, custom: { note: `first ${text}` } } });
  for (const n of [1, 2, 3])
    await tellActivity(
      driver,
      activityEvent(`a${n}`, day(0), { properties: { seen: n, note: n === 3 ? text : 'x'.repeat(20_000) } }),
    );
  await tell(driver, { ...customerEvent(2, day(0)), profile: { ...profile, custom: { note: `second ${text}` } } });
  await tellActivity(driver, activityEvent('a4', day(0)));
  expect(driver.read(topics.deadLetter)).toEqual([]);
  await driver.kill();
  await driver.start();
  expect([...kept(driver).activities.keys()]).toEqual(['a1', 'a2', 'a3', 'a4']);
  expect(kept(driver).changes).toHaveLength(1);
});
