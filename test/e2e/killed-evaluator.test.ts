import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Catalog, compileCatalog, defaultStatusGroups, parseSegment } from '@weir/engine';
import { awaitTicks, createFold, eventTopics, mergeEvents, publishEvents, type ReplayEvent } from '@weir/replay';
import { eventually } from '../support/eventually.ts';
import { Installation } from '../support/installation.ts';
import { createShopEvents } from '../support/shop-events.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2025, 0, 1);
const until = start + 400 * dayMs;
/** The group waits for a killed member for its whole session, and all processes share the machine. */
const patienceMs = 60_000;

const documents = [
  {
    id: 'tea-due',
    name: 'Tea, three months on',
    when: { orders: { where: { item: { category: 'Chinese tea' } }, last: { moreThanAgo: 'P3M' } } },
  },
  {
    id: 'regular',
    name: 'Three orders in 90 days',
    when: { orders: { window: { inLast: 'P90D' }, count: { gte: 3 } } },
  },
  {
    id: 'viewer',
    name: 'Looked twice in 60 days',
    when: { activity: { name: 'product_viewed', window: { inLast: 'P60D' }, count: { gte: 2 } } },
  },
  {
    id: 'reader',
    name: 'Opened two letters in 90 days',
    when: { messages: { channel: 'email', outcome: 'opened', window: { inLast: 'P90D' }, count: { gte: 2 } } },
  },
  { id: 'both', name: 'Regulars whose tea is due', when: { all: [{ segment: 'tea-due' }, { segment: 'regular' }] } },
];

let weir: Installation;

beforeAll(async () => {
  weir = await Installation.open('killed-evaluator');
  for (const document of documents) await weir.define('SEGMENT', document.id, document);
});

afterAll(() => weir.close());

/**
 * A year of orders, one in three of them tea; some told again with another total, as shops do; and of what customers looked at and which
 * letters they opened, some of it told twice. Each of its ten seasons has other customers, so that somebody enters and somebody leaves in
 * every part of it.
 */
function year(): readonly ReplayEvent[] {
  const shop = createShopEvents();
  const events: ReplayEvent[] = [];
  for (let n = 0; n < 20_000; n++) {
    const createdAt = start + Math.floor((n / 20_000) * 365 * dayMs);
    const isTea = n % 3 === 0;
    const season = Math.floor(n / 2_000);
    const customerId = `customer-${((n * 7_919) % 500) + season * 100}`;
    const event = shop.order(customerId, createdAt, {
      orderId: `o-${n}`,
      ...(isTea ? {} : { items: [] }),
    });
    events.push({ topic: 'order-events', event });
    if (n % 10 === 0)
      events.push({
        topic: 'order-events',
        event: { ...event, eventId: `${event.eventId}-again`, version: 2, order: { ...event.order, total: n } },
      });
    const view = { topic: 'activity-events' as const, event: shop.activity(customerId, createdAt, 'product_viewed') };
    if (n % 4 === 0) events.push(view, ...(n % 8 === 0 ? [view] : []));
    if (n % 5 !== 0) continue;
    for (const [index, kind] of (['SENT', 'OPENED', 'OPENED', 'SENT'] as const).entries())
      events.push({
        topic: 'message-events',
        event: shop.message(customerId, createdAt + index * 60_000, `m-${n}`, kind),
      });
  }
  return mergeEvents(events, until).events;
}

function compile(): Catalog {
  const definitions = documents.map((document) => {
    const parsed = parseSegment(document);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.definition;
  });
  const account = { timeZone: 'Europe/Moscow', currency: 'RUB', statusGroups: defaultStatusGroups };
  const compiled = compileCatalog(definitions, account, 1);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.catalog;
}

interface Line {
  readonly type: string;
  readonly customerId: string;
  readonly segmentId: string;
  readonly seq: number;
  readonly effectiveAt: number;
  readonly cause: string;
  readonly causeRef: string | null;
}

const toLines = (transitions: readonly Line[]): string[] =>
  transitions.map(({ type, customerId, segmentId, seq, effectiveAt, cause, causeRef }) =>
    [customerId, segmentId, seq, type, effectiveAt, cause, causeRef].join(' '),
  );

test('an evaluator killed twice at some moment announces exactly what one that was left alone does', async () => {
  const events = year();
  const catalog = compile();
  const expected: Line[] = [];
  const fold = createFold({
    catalog,
    onTransition: (transition, causeRef) => expected.push({ ...transition, causeRef }),
  });
  for (const event of events) fold.apply(event);
  fold.advanceTo(until);

  const settings = { CLOCK: 'stream', MAX_RECORDS_PER_COMMIT: '100' };
  let evaluator = await weir.start('segment-evaluator', settings);
  const inputs = eventTopics;
  const { publisher, codec, prefix, partitions } = weir;
  const committed = async (): Promise<number> => (await weir.readRaw('segment-events')).length;
  let seen = 0;
  const publish = (part: readonly ReplayEvent[], reached: number): Promise<void> =>
    publishEvents(part, reached, { publisher, codec, topicPrefix: prefix, inputs, partitions });
  // It is killed while it works off what it has been told, at whatever moment, and the rest of the year is still to come.
  const third = Math.ceil(events.length / 3);
  const parts = [events.slice(0, third), events.slice(third, 2 * third), events.slice(2 * third)];
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1]?.[0];
    const published = publish(part, next === undefined ? until : next.event.occurredAt - 1);
    if (next !== undefined) {
      const output = async (): Promise<true | undefined> => ((await committed()) > seen ? true : undefined);
      await Promise.race([eventually('its first output', output, patienceMs), evaluator.died]).catch((error: Error) => {
        throw new Error(`${error.message}; it said:\n${evaluator.lastLines().join('\n')}`);
      });
      await sleep(Math.random() * 300);
      process.kill(evaluator.pid, 'SIGKILL');
      await expect(evaluator.died).rejects.toThrow(/SIGKILL/);
      await published;
      seen = await committed();
      evaluator = await weir.start('segment-evaluator', settings);
    }
    await published;
  }
  await awaitTicks({ kafka: weir.kafka, topics: [weir.topic('segment-events')], partitions, until });

  const announced = await weir.read('segment-events');
  expect(new Set(announced.map(({ segmentId }) => segmentId)).size).toBe(documents.length);
  expect(toLines(announced).sort()).toEqual(toLines(expected).sort());
  expect(new Set(announced.map(({ eventId }) => eventId)).size).toBe(announced.length);
}, 180_000);
