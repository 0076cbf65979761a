import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { connectAdmin } from '@weir/kafka';
import { activityJson, customerJson, erasureJson, messageJson, orderJson } from './event-builders.ts';
import { replay } from './replay.ts';
import { ReplayError } from './replay-error.ts';
import { parseReplayOptions } from './replay-options.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
const registryUrl = process.env['SCHEMA_REGISTRY_URL'] ?? '';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-replay-kafka-'));
});
afterEach(() => rm(directory, { recursive: true }));

const definitions = `
id: tea-three-months-on
name: Tea, three months on
timeZone: Europe/Moscow
when:
  all:
    - orders: { where: { statusGroup: { in: [paid, completed] }, item: { category: Tea } }, last: { moreThanAgo: P3M } }
    - consent: { email: subscribed }
---
id: lapsed
name: Nothing in two weeks
timeZone: customer
when: { orders: { exists: false, window: { inLast: P14D } } }
---
id: frequent
name: Three in a month
when: { orders: { count: { gte: 3 }, window: { inLast: P1M } } }
---
id: spender
name: Spent much
when: { orders: { sum: { gte: 5000 }, window: { inLast: P60D } } }
---
id: this-month
name: Bought this month
timeZone: America/New_York
when: { orders: { exists: true, window: { calendar: thisMonth } } }
---
id: lapsed-spender
name: Spender, and gone
when: { all: [{ segment: lapsed }, { orders: { sum: { gte: 8000 } } }] }
---
id: tagged
name: Tagged
when: { customer: { tags: { hasAny: [vip] } } }
---
id: viewer
name: Views much
timeZone: customer
when: { activity: { name: product_viewed, where: { colour: red }, window: { inLast: P20D }, count: { gte: 3 } } }
---
id: hesitates
name: Filled a cart and did not order within two days
when: { sequence: { first: { activity: { name: cart_updated } }, thenNot: { orders: {} }, within: P2D, window: { inLast: P9D } } }
---
id: reads
name: Opened two letters in a month
when: { messages: { channel: email, outcome: opened, window: { inLast: P1M }, count: { gte: 2 } } }
---
id: unreachable
name: Not to be written to
when: { not: { contactable: email } }
---
id: moved
name: Moved lately
timeZone: Asia/Tokyo
when: { customer: { city: { changed: { inLast: P30D } } } }
---
id: spring
name: Had bought by the end of March
kind: static
asOf: 2017-04-01T00:00:00+02:00
when: { orders: { count: { gte: 2 } } }
---
id: new-viewer
name: Came to view much in the last days, gone or not
when: { enteredSegment: { id: viewer, inLast: P5D } }
`;

const customerIds = ['c1', 'c2', 'клиент', '\u{1f600}', 'with "quotes", and commas', '\uff5e'];
const days = 150;

/** An event in its JSON form, on one of few instants so that many coincide. */
const occurredAt = fc
  .nat(days * 4)
  .map((quarter) => new Date(Date.UTC(2017, 0, 1) + quarter * 21_600_000).toISOString());
const customerId = fc.constantFrom(...customerIds);
const consents = fc
  .constantFrom('SUBSCRIBED', 'UNSUBSCRIBED')
  .map((status) => ({ email: { status, changedAt: '2016-01-01T00:00:00Z' } }));
const profile = fc.record({
  city: fc.constantFrom('Berlin', 'Kazan', 'Osaka', undefined),
  email: fc.constantFrom('a@example.com', 'b@example.com', undefined),
  tags: fc.subarray(['vip', 'new']),
  timeZone: fc.constantFrom('Asia/Tokyo', 'America/Los_Angeles', undefined),
  consents,
});
const version = fc.integer({ min: 1, max: 40 });
const customer = fc.record({ customerId, occurredAt, version, profile }).map(customerJson);
const erasure = fc.record({ customerId, occurredAt, version: fc.integer({ min: 20, max: 40 }) }).map(erasureJson);
const order = fc
  .record({
    ...{ customerId, occurredAt, version: fc.integer({ min: 1, max: 3 }), total: fc.integer({ min: -500, max: 3000 }) },
    orderId: fc.nat(120).map((number) => `o${number}`),
    status: fc.constantFrom('new', 'paid', 'completed', 'completed', 'cancelled'),
    category: fc.constantFrom('Tea', 'Coffee'),
  })
  .map((parts) => orderJson({ ...parts, orderId: `${parts.customerId}-${parts.orderId}` }));
const activity = fc
  .record({
    ...{ customerId, occurredAt, eventId: fc.nat(200).map((number) => `a${number}`) },
    name: fc.constantFrom('product_viewed', 'product_viewed', 'cart_updated'),
    properties: fc.record({ colour: fc.constantFrom('red', 'blue') }, { requiredKeys: [] }),
  })
  .map(activityJson);
const message = fc
  .record({
    ...{ customerId, occurredAt, channel: fc.constantFrom('EMAIL', 'EMAIL', 'SMS') },
    messageId: fc.nat(30).map((number) => `m${number}`),
    kind: fc.constantFrom(
      'SENT',
      'DELIVERED',
      'OPENED',
      'OPENED',
      'CLICKED',
      'BOUNCED_HARD',
      'UNSUBSCRIBED',
      'SKIPPED',
    ),
  })
  .map((parts) => messageJson({ ...parts, messageId: `${parts.customerId}-${parts.messageId}` }));
const history = fc.record({
  customers: fc.array(fc.oneof({ weight: 6, arbitrary: customer }, { weight: 1, arbitrary: erasure }), {
    minLength: 20,
    maxLength: 60,
  }),
  // More than the publisher sends in one batch.
  orders: fc.array(order, { minLength: 600, maxLength: 1200, size: 'max' }),
  activities: fc.array(activity, { minLength: 200, maxLength: 400, size: 'max' }),
  messages: fc.array(message, { minLength: 200, maxLength: 400, size: 'max' }),
});

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** Each with a file of its own. */
const eventKinds = ['customer', 'order', 'activity', 'message'] as const;

/** Writes the events of each kind; no event where nothing is given. */
async function writeEvents(events: Partial<Record<(typeof eventKinds)[number], readonly unknown[]>>): Promise<void> {
  for (const kind of eventKinds) await writeFile(join(directory, kind), ndjson(events[kind] ?? []));
}

const ndjson = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

async function run(
  out: string,
  topicPrefix: string,
  more: readonly string[] = [],
  signal = new AbortController().signal,
  onStatus: (status: string) => void = () => undefined,
) {
  const args = [
    '--definitions',
    join(directory, 'definitions'),
    '--until',
    '2017-09-01T00:00:00Z',
    '--out',
    join(directory, out),
  ];
  const files = eventKinds.flatMap((kind) => [`--${kind}-events`, join(directory, kind)]);
  const options = parseReplayOptions([...args, ...files, '--time-zone', 'Europe/Berlin', ...more]);
  if (options === 'help') throw new Error('no help was asked for');
  const said: string[] = [];
  await replay(options, {
    progress: { watch: (status) => onStatus(status?.() ?? ''), say: (line) => said.push(line), stop: () => undefined },
    now: Date.now,
    stopwatch: () => performance.now(),
    openCluster: () =>
      Promise.resolve({
        brokers,
        registryUrl,
        brokenBy: new Promise(() => undefined),
        isOwn: false,
        stop: () => Promise.resolve(),
      }),
    topicPrefix,
    signal,
  });
  const read = (name: string) => readFile(join(directory, out, name), 'utf8');
  const summary = JSON.parse(await read('summary.json')) as Record<string, unknown>;
  return { events: await read('segment-events.ndjson'), members: await read('memberships.csv'), summary, said };
}

async function topicsOf(prefix: string): Promise<string[]> {
  const admin = await connectAdmin({ brokers, clientId: 'test' });
  try {
    return (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  } finally {
    await admin.close();
  }
}

/** A broker may name a topic for a moment after it was deleted. */
async function eventuallyNone(list: () => Promise<string[]>): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  for (let left = await list(); left.length > 0; left = await list()) {
    if (performance.now() > giveUpAt) expect(left).toEqual([]);
  }
}

describe('a replay through Kafka', () => {
  beforeEach(async () => {
    await mkdir(join(directory, 'definitions'));
    await writeFile(join(directory, 'definitions/all.yaml'), definitions);
  });

  test.each([1, 2, 3])(
    'decides byte for byte what the engine decides in process, and leaves nothing behind (history %i)',
    async (seed) => {
      const [told] = fc.sample(history, { seed, numRuns: 1 }) as [History];
      const { customers, orders, activities, messages } = told;
      await writeEvents({ customer: customers, order: orders, activity: activities, message: messages });
      const prefix = `replay-${randomUUID()}-`;
      const expected = await run('engine', prefix, ['--engine-only']);
      const found = await run('kafka', prefix);
      expect(found.events).toBe(expected.events);
      expect(found.members).toBe(expected.members);
      expect(expected.events.split('\n').length).toBeGreaterThan(50);
      for (const segment of ['viewer', 'hesitates', 'reads', 'unreachable', 'moved', 'spring', 'new-viewer'])
        expect(expected.events).toContain(`"segmentId":"${segment}"`);
      expect(found.summary).toMatchObject({
        mode: 'kafka',
        deadLetters: 0,
        eventsByTopic: {
          'customer-events': customers.length,
          'order-events': orders.length,
          'activity-events': activities.length,
          'message-events': messages.length,
        },
      });
      await eventuallyNone(() => topicsOf(prefix));
    },
    60_000,
  );

  test('works on no event at all', async () => {
    await writeEvents({});
    await writeFile(join(directory, 'order'), '\n');
    const { events, members } = await run('kafka', `replay-${randomUUID()}-`);
    expect(events).toBe('');
    expect(members).toBe('customerId,segmentId,since\n');
  }, 60_000);

  test('ends at once when it is told to stop, and cleans up', async () => {
    await writeEvents({ customer: [customerJson({})], order: [orderJson({})] });
    const prefix = `replay-${randomUUID()}-`;
    const stop = new AbortController();
    const reason = new ReplayError('WEIR_REPLAY_STOPPED', 'enough');
    const running = run('kafka', prefix, [], stop.signal, (status) => {
      if (status.startsWith('published')) stop.abort(reason);
    });
    await expect(running).rejects.toBe(reason);
    await eventuallyNone(() => topicsOf(prefix));
  }, 60_000);
});
