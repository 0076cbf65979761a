import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Definition } from '@weir/codec';
import {
  createEmailChannel,
  DefinitionSource,
  type Email,
  MessageSink,
  type OwnClaims,
  type SendOutcome,
  sinkStateDueAt,
} from '@weir/delivery';
import { createMemoryCodec } from '@weir/codec/testing';
import { buildCustomer, buildSegmentEvent, noon } from '@weir/delivery/testing';
import { findZone } from '@weir/engine';
import { type CrashPoint, createTaskDriver, type TaskDriver } from '@weir/kafka/testing';
import { sinkStores, sinkTopics, sinkTopology } from '@weir/sink';

const topics = sinkTopics('');
const utc = findZone('UTC');
if (utc === undefined) throw new Error('no zone');
const zone = utc;

const codec = createMemoryCodec();
let definitions: Map<string, Buffer>;
let handedOver: Email[];
let answer: () => Promise<SendOutcome>;
let driver: TaskDriver;

beforeAll(async () => {
  await codec.prepare(['customers', 'segment-events', 'definitions', 'message-events', 'promo-codes']);
  const define = (kind: Definition['kind'], id: string, document: Record<string, unknown>) => {
    const record = { kind, id, version: 1, document: JSON.stringify(document), updatedAt: noon, enabled: true };
    return [`${kind.toLowerCase()}/${id}`, codec.encode('definitions', record)] as const;
  };
  definitions = new Map([
    define('TEMPLATE', 'letter', {
      template: 'letter',
      channel: 'email',
      subject: 'Tea',
      html: '{{ customer.firstName }}',
    }),
    define('AUTOMATION', 'letter', {
      automation: 'letter',
      name: 'Letter',
      on: { segment: 'tea', entered: true },
      steps: [{ email: { template: 'letter' } }],
    }),
  ]);
});

beforeEach(() => {
  handedOver = [];
  answer = () => Promise.resolve({ kind: 'accepted' });
});
afterEach(() => driver.stop());

/** A mailer on the real runtime. `ownClaims` is what its process remembers. */
function open(ownClaims: OwnClaims, options: Partial<Parameters<typeof createTaskDriver>[0]> = {}): TaskDriver {
  const source = new DefinitionSource({
    table: { entries: () => definitions, revision: () => 1 },
    codec,
    onProblem: (definition, { reason }) => {
      throw new Error(`${definition}: ${reason}`);
    },
  });
  const sink = {
    channel: createEmailChannel({ defaultFrom: 'shop@shop.example', messageIdDomain: 'shop.example' }),
    provider: {
      send: (email: Email) => {
        handedOver.push(email);
        return answer();
      },
    },
    topics,
    stores: sinkStores,
    codec,
    definitions: source,
    promoSecret: 'a secret of the tests',
    zone,
    retry: { firstMs: 60_000, maxMs: 60_000, giveUpAfterMs: 86_400_000 },
    onEnded: () => undefined,
  };
  const topology = sinkTopology({
    group: 'mailer',
    prefix: '',
    outputs: ['messageEvents', 'promoCodes'],
    dueAt: sinkStateDueAt,
    createProcessor: () => new MessageSink(sink, ownClaims),
  });
  return createTaskDriver({ topology, now: noon, ...options });
}

const learn = () => driver.pipe(topics.customers, 'c-1', codec.encode('customers', buildCustomer()), noon);
const hear = () => driver.pipe(topics.segmentEvents, 'c-1', codec.encode('segment-events', buildSegmentEvent()), noon);

function kinds(): string[] {
  const records = driver.read(topics.messageEvents);
  return records.map(({ value }) => codec.decode('message-events', value ?? new Uint8Array()).kind);
}

test('on the runtime an entry becomes one message and its result', async () => {
  driver = open(new Map());
  await driver.start();
  await learn();
  await hear();
  await driver.settle();
  expect(handedOver).toHaveLength(1);
  expect(kinds()).toEqual(['SENT']);
});

/** What must have become of the message when the commit of its claim is interrupted there and the process dies. */
const deaths: readonly (readonly [CrashPoint, number, string])[] = [
  ['before-commit', 1, 'SENT'],
  ['records-written', 1, 'SENT'],
  ['committed', 0, 'UNKNOWN'],
  ['store-applied', 0, 'UNKNOWN'],
];

test.each(deaths)(
  'a process that dies %s hands it over %d times, and its successor says %s',
  async (point, times, kind) => {
    driver = open(new Map());
    await driver.start();
    await learn();
    driver.crashAt(point);
    await hear().catch(() => undefined);
    expect(await driver.crashed()).toBe(true);
    const { kafka } = driver;
    driver = open(new Map(), { kafka });
    await driver.start();
    await driver.settle();
    expect(handedOver).toHaveLength(times);
    expect(kinds()).toEqual([kind]);
  },
);

test('a process that lives on through a lost answer of the broker leaves nothing in doubt', async () => {
  driver = open(new Map());
  await driver.start();
  await learn();
  driver.crashAt('commit-answer-lost');
  await hear().catch(() => undefined);
  await driver.crashed();
  await driver.settle();
  expect(handedOver).toHaveLength(1);
  expect(kinds()).toEqual(['SENT']);
});

test('a message that waits is tried again when its time has come, by a process that knows only the log', async () => {
  answer = () => Promise.resolve({ kind: 'unavailable', because: 'provider', reason: 'down' });
  driver = open(new Map());
  await driver.start();
  await learn();
  await hear();
  await driver.settle();
  await driver.stop();
  const { kafka } = driver;
  answer = () => Promise.resolve({ kind: 'accepted' });
  driver = open(new Map(), { kafka });
  await driver.start();
  await driver.advance(noon + 59_999);
  expect(kinds()).toEqual([]);
  await driver.advance(noon + 60_000);
  await driver.settle();
  expect(kinds()).toEqual(['SENT']);
});

test('in a replay time stands still until the answer is there, and goes on', async () => {
  driver = open(new Map(), { clock: 'stream' });
  await driver.start();
  await learn();
  await hear();
  await driver.advance(noon + 1_000);
  await driver.settle();
  expect(handedOver.map(({ date }) => date)).toEqual([noon]);
  expect(kinds()).toEqual(['SENT']);
});
