import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Definition, type PromoCode, type Task } from '@weir/codec';
import { DefinitionSource, erasureDueAt } from '@weir/delivery';
import { createMemoryCodec } from '@weir/codec/testing';
import { buildCustomer, buildProfile, buildSegmentEvent, noon } from '@weir/delivery/testing';
import { findZone } from '@weir/engine';
import { createTaskDriver, type TaskDriver } from '@weir/kafka/testing';
import { sinkTopics, sinkTopology } from '@weir/sink';
import { TaskCreator } from './handler.ts';

const topics = sinkTopics('');
const day = 86_400_000;
const zone = findZone('Europe/Berlin');
if (zone === undefined) throw new Error('no zone');
const berlin = zone;

const codec = createMemoryCodec();
beforeAll(async () => {
  await codec.prepare(['customers', 'segment-events', 'definitions', 'tasks', 'promo-codes']);
});

let driver: TaskDriver;
let definitions: Map<string, Buffer>;
let skipped: (string | null)[];

beforeEach(() => {
  definitions = new Map();
  skipped = [];
  define('AUTOMATION', 'call', {
    automation: 'call',
    name: 'Call',
    on: { segment: 'tea', entered: true },
    steps: [{ task: { text: 'Call {{ customer.firstName }}', dueIn: 'P2D' } }],
  });
  driver = open(true);
});
afterEach(() => driver.stop());

function define(kind: Definition['kind'], id: string, document: Record<string, unknown>): void {
  const record = { kind, id, version: 1, document: JSON.stringify(document), updatedAt: noon, enabled: true };
  definitions.set(`${kind.toLowerCase()}/${id}`, codec.encode('definitions', record));
}

function open(hasSecret: boolean): TaskDriver {
  const source = new DefinitionSource({
    table: { entries: () => definitions, revision: () => definitions.size },
    codec,
    onProblem: (definition, { path, reason }) => {
      throw new Error(`${definition} ${path}: ${reason}`);
    },
  });
  const createProcessor = () =>
    new TaskCreator({
      topics,
      codec,
      definitions: source,
      promoSecret: hasSecret ? 'a secret of the tests' : null,
      zone: berlin,
      onTask: (status, reason) => {
        if (status === 'SKIPPED') skipped.push(reason);
      },
    });
  const topology = sinkTopology({
    group: 'task-creator',
    prefix: '',
    outputs: ['tasks', 'promoCodes'],
    dueAt: (key, value) => erasureDueAt(key, value) ?? Number.POSITIVE_INFINITY,
    createProcessor,
  });
  return createTaskDriver({ topology, now: noon });
}

const left = { memberships: [], endedMemberships: [{ segmentId: 'tea', seq: 2, since: noon, enteredAt: noon }] };

async function learn(changes: Parameters<typeof buildCustomer>[0] = {}): Promise<void> {
  await driver.pipe(topics.customers, 'c-1', codec.encode('customers', buildCustomer(changes)));
}

async function hear(changes: Parameters<typeof buildSegmentEvent>[0] = {}): Promise<void> {
  await driver.pipe(topics.segmentEvents, 'c-1', codec.encode('segment-events', buildSegmentEvent(changes)));
}

function tasks(): Task[] {
  return driver.read(topics.tasks).map(({ value }) => codec.decode('tasks', value ?? new Uint8Array()));
}

function promoCodes(): PromoCode[] {
  return driver.read(topics.promoCodes).map(({ value }) => codec.decode('promo-codes', value ?? new Uint8Array()));
}

describe('an entry', () => {
  test('becomes a task of the manager of the customer', async () => {
    await driver.start();
    await learn();
    await hear();
    expect(tasks()).toEqual([
      {
        taskId: expect.stringMatching(/^[0-9a-f]{40}$/),
        customerId: 'c-1',
        version: 1,
        status: 'OPEN',
        text: 'Call Anna',
        dueAt: noon + 2 * day,
        performerId: 'm-1',
        automationId: 'call',
        segmentId: 'tea',
        causeEventId: 'e-1',
        createdAt: noon,
        updatedAt: noon,
        reason: null,
      },
    ]);
  });

  test('that comes before the row of the customer waits for it', async () => {
    await driver.start();
    await hear();
    expect(tasks()).toEqual([]);
    await learn();
    expect(tasks()).toHaveLength(1);
  });

  test('of a customer without a manager, an address or any consent becomes a task all the same', async () => {
    await driver.start();
    await learn({ profile: buildProfile({ managerId: null, email: null, phone: null, consents: {} }) });
    await hear();
    expect(tasks()).toMatchObject([{ status: 'OPEN', performerId: null }]);
  });

  test('that is silent, stale or already undone becomes none', async () => {
    await driver.start();
    await learn();
    await hear({ silent: true });
    await hear({ effectiveAt: noon - 3 * day });
    await learn(left);
    await hear();
    expect(tasks()).toEqual([]);
    expect(skipped).toEqual(['stale', 'left-segment']);
  });

  test('makes one task, whatever the automation is and however the process dies', async () => {
    for (const point of ['before-commit', 'records-written', 'committed'] as const) {
      await driver.stop();
      driver = open(true);
      await driver.start();
      await learn();
      driver.crashAt(point);
      await hear().catch(() => undefined);
      await driver.crashed();
      await driver.start();
      await driver.settle();
      expect(tasks()).toHaveLength(1);
    }
  });

  test('may put a promo code into the task, and tells the shop of it', async () => {
    define('PROMOTION', 'five', { promotion: 'five', percent: 5, validFor: 'P14D' });
    define('AUTOMATION', 'call', {
      automation: 'call',
      name: 'Call',
      on: { segment: 'tea', entered: true },
      steps: [{ promoCode: 'five' }, { task: { text: 'Offer {{ promo.code }}' } }],
    });
    await driver.start();
    await learn();
    await hear();
    const [code] = promoCodes();
    expect(tasks()).toMatchObject([{ text: `Offer ${code?.code}`, dueAt: null }]);
    expect(code).toMatchObject({ customerId: 'c-1', percent: 5, kind: 'ISSUED' });
  });

  test('makes no task with a promo code when there is no secret to derive it from', async () => {
    define('PROMOTION', 'five', { promotion: 'five', percent: 5, validFor: 'P14D' });
    define('AUTOMATION', 'call', {
      automation: 'call',
      name: 'Call',
      on: { segment: 'tea', entered: true },
      steps: [{ promoCode: 'five' }, { task: { text: 'Offer {{ promo.code }}' } }],
    });
    driver = open(false);
    await driver.start();
    await learn();
    await hear();
    expect(tasks()).toEqual([]);
    expect(skipped).toEqual(['promotion-missing']);
  });
});

describe('leaving', () => {
  test('withdraws the task, once, and says why', async () => {
    await driver.start();
    await learn();
    await hear();
    const [opened_] = tasks();
    await driver.advance(noon + day);
    await learn(left);
    await hear({ seq: 2, silent: true, cause: 'DEFINITION' });
    await hear({ seq: 4, silent: true });
    expect(tasks()).toEqual([
      {
        ...opened_,
        version: 2,
        status: 'CANCELLED',
        updatedAt: noon + day,
        reason: 'the customer had left the segment',
      },
    ]);
  });

  test('does not withdraw it when the automation says that it does not matter', async () => {
    define('AUTOMATION', 'call', {
      automation: 'call',
      name: 'Call',
      on: { segment: 'tea', entered: true },
      cancelOnLeave: false,
      steps: [{ task: { text: 'Call' } }],
    });
    await driver.start();
    await learn();
    await hear();
    await learn(left);
    await hear({ seq: 2 });
    expect(tasks()).toMatchObject([{ status: 'OPEN' }]);
  });

  test('is itself a reason for a task, which returning withdraws', async () => {
    define('AUTOMATION', 'call', {
      automation: 'call',
      name: 'Call',
      on: { segment: 'tea', left: true },
      steps: [{ task: { text: 'Ask why' } }],
    });
    await driver.start();
    await learn(left);
    await hear({ seq: 2 });
    await learn({ memberships: [{ segmentId: 'tea', seq: 3, since: noon, enteredAt: null }] });
    await hear({ seq: 3 });
    expect(tasks()).toMatchObject([
      { status: 'OPEN', text: 'Ask why' },
      { status: 'CANCELLED', reason: 'the customer had returned to the segment' },
    ]);
  });
});

test('an erasure withdraws the tasks without their texts, and leaves nothing of the customer', async () => {
  await driver.start();
  await learn();
  await hear();
  tasks();
  expect(driver.entry('state', 'customer/c-1')).toBeDefined();
  await driver.pipe(topics.customers, 'c-1', null);
  expect(tasks()).toMatchObject([{ status: 'CANCELLED', text: '', reason: 'the customer has been erased' }]);
  expect(driver.entry('state', 'customer/c-1')).toBeUndefined();
  await hear({ seq: 3 });
  expect(tasks()).toEqual([]);
});

test('an automation that acts once makes no second task', async () => {
  define('AUTOMATION', 'call', {
    automation: 'call',
    name: 'Call',
    on: { segment: 'tea', entered: true },
    reentry: 'once',
    steps: [{ task: { text: 'Call' } }],
  });
  await driver.start();
  await learn();
  await hear();
  await learn({ memberships: [{ segmentId: 'tea', seq: 3, since: noon, enteredAt: null }] });
  await hear({ seq: 3 });
  expect(tasks().map(({ status }) => status)).toEqual(['OPEN', 'CANCELLED']);
  expect(skipped).toEqual(['acted-before']);
});
