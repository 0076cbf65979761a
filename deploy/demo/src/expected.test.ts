import { beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJsonForm } from '@weir/codec';
import { type ReplayEvent } from '@weir/replay';
import { type Definitions, readDefinitions } from './definitions.ts';
import { expectOutcome } from './expected.ts';
import { type Expected } from './observed.ts';
import { type Basket, customerEvent, orderEvent } from './shop.ts';

const teaCategory = 'TEA BAGS & BULK TEA';
const looked = {
  teaSegment: 'tea-three-months-on',
  teaCategory,
  smsSegment: 'tea-three-months-on',
  taskSegment: 'tea-three-months-on',
};
const utc = (text: string): number => Date.parse(text);
let definitions: Definitions;

beforeAll(async () => {
  definitions = await readDefinitions();
});

function basket(customerId: string, createdAt: string, category = teaCategory): Basket {
  const path = ['GROCERY', 'TEAS', category];
  return {
    orderId: `${customerId}-${createdAt}`,
    customerId,
    createdAt,
    site: 'store-1',
    total: 300,
    discount: 0,
    couponUsed: false,
    items: [{ productId: 'p', name: category, path, brand: 'Private', quantity: 1, amount: 300 }],
  };
}

type Reach = Partial<Pick<ReturnType<typeof customerEvent>['profile'], 'email' | 'consents'>>;

function customer(first: Basket, reach: Reach = {}): ReplayEvent {
  const event = customerEvent(first);
  const consent = { status: 'SUBSCRIBED', changedAt: first.createdAt } as const;
  const profile = {
    ...event.profile,
    email: 'a@example.com',
    phone: '+15135550100',
    consents: { email: consent, sms: consent },
    ...reach,
  };
  const read = readJsonForm('customer-events', { ...event, profile });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return { topic: 'customer-events', event: read.value };
}

function order(bought: Basket): ReplayEvent {
  const read = readJsonForm('order-events', orderEvent(bought));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return { topic: 'order-events', event: read.value };
}

function outcome(events: readonly ReplayEvent[], until = '2017-12-31T00:00:00Z'): Expected {
  const sorted = events.toSorted((a, b) => a.event.occurredAt - b.event.occurredAt);
  const { catalog } = definitions;
  return expectOutcome({ catalog, events: sorted, until: utc(until), ...looked });
}

describe('what must come out', () => {
  test('a letter three months after the last tea, by the clock of New York', () => {
    const first = basket('hh-1', '2017-01-15T17:00:00Z');
    const { teaLetters, transitions, teaBoughtAt } = outcome([customer(first), order(first)]);
    // Noon in New York both times; summer time has begun in between.
    expect(teaLetters).toEqual([{ customerId: 'hh-1', effectiveAt: utc('2017-04-15T16:00:00Z') }]);
    expect(transitions.filter(({ segmentId }) => segmentId === 'tea-three-months-on')).toMatchObject([
      { type: 'SegmentEntered', cause: 'TIME', seq: 1 },
    ]);
    expect(teaBoughtAt.get('hh-1')).toEqual([utc(first.createdAt)]);
  });

  test('none for who buys tea again in time, and two for who lets it run out twice', () => {
    const again = ['2017-01-15T17:00:00Z', '2017-04-01T17:00:00Z', '2017-08-01T17:00:00Z'].map((at) =>
      basket('hh-1', at),
    );
    const { teaLetters } = outcome([customer(again[0] as Basket), ...again.map(order)]);
    expect(teaLetters.map(({ effectiveAt }) => new Date(effectiveAt).toISOString())).toEqual([
      '2017-07-01T17:00:00.000Z',
      '2017-11-01T17:00:00.000Z',
    ]);
  });

  test('none for who cannot be written to, or bought something else', () => {
    const households = ['hh-1', 'hh-2', 'hh-3', 'hh-4'].map((id) =>
      basket(id, '2017-01-15T17:00:00Z', id === 'hh-4' ? 'COFFEE' : undefined),
    );
    const changedAt = '2017-01-15T17:00:00Z';
    const [a, b, c, d] = households as [Basket, Basket, Basket, Basket];
    const unsubscribed = {
      email: { status: 'UNSUBSCRIBED', changedAt },
      sms: { status: 'SUBSCRIBED', changedAt },
    } as const;
    const { teaLetters, sms, tasks, transitions } = outcome([
      customer(a, { consents: unsubscribed }),
      customer(b, { email: undefined as never }),
      customer(c),
      customer(d),
      ...households.map(order),
    ]);
    expect(teaLetters.map(({ customerId }) => customerId)).toEqual(['hh-3']);
    expect({ sms, tasks }).toEqual({ sms: 1, tasks: 1 });
    expect(transitions.filter(({ segmentId }) => segmentId === 'tea-three-months-on')).toHaveLength(1);
  });

  test('nothing after the end, and what falls on it', () => {
    const first = basket('hh-1', '2017-01-15T17:00:00Z');
    const events = [customer(first), order(first)];
    expect(outcome(events, '2017-04-15T15:59:59.999Z').teaLetters).toHaveLength(0);
    expect(outcome(events, '2017-04-15T16:00:00Z').teaLetters).toHaveLength(1);
  });
});

describe('the definitions', () => {
  test('are ten segments or so, a letter, a text message and a task', () => {
    expect(definitions.segments.length).toBeGreaterThanOrEqual(10);
    // So that the summary's table fits a terminal of 100 columns.
    for (const { name } of definitions.segments) expect(name.length).toBeLessThanOrEqual(50);
    expect(Object.fromEntries(definitions.segmentOf)).toEqual({
      'tea-letter': 'tea-three-months-on',
      'miss-you-sms': 'lapsed-big-spenders',
      'call-slipping-vip': 'vip-slipping',
    });
  });

  test('are refused in words when they name what is not there', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'weir-demo-definitions-'));
    try {
      await writeFile(join(directory, 'a.yaml'), 'id: a\nname: A\nwhen: { segment: b }\n');
      await expect(readDefinitions(directory)).rejects.toMatchObject({
        code: 'WEIR_DEMO_DEFINITIONS',
        message: expect.stringContaining('a.yaml:3'),
      });
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
