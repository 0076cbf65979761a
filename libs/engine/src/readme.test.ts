import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { defaultStatusGroups, groupLookup } from './account.ts';
import { type Catalog, compileCatalog } from './catalog.ts';
import { createCustomerState, type CustomerState } from './customer-state.ts';
import { advance, decideActivityEvent, decideCustomerEvent, decideMessageEvent, decideOrderEvent } from './decide.ts';
import type { ActivityEvent, CustomerEvent, Loyalty, MessageEvent, MessageKind, Profile } from './facts.ts';
import { leafNames } from './leaves/kinds.ts';
import { account, definitionOf, membersOf } from './testing/catalogs.ts';
import { activityEvent, customerEvent, messageEvent, orderEvent, type OrderGiven } from './testing/facts.ts';

const readme = readFileSync(`${import.meta.dirname}/../README.md`, 'utf8');
const at = (text: string): number => Date.parse(text);
const now = at('2026-06-15T12:00:00Z');

const loyalty: Loyalty = {
  programId: 'club',
  status: 'ACTIVE',
  level: 'gold',
  levelSince: at('2026-05-01T00:00:00Z'),
  joinedAt: at('2025-01-10T00:00:00Z'),
  balance: 1200,
  purchaseSum: 250_000,
};

const profile: Partial<Profile> = {
  createdAt: at('2024-06-15T09:00:00Z'),
  firstName: 'Anna',
  email: 'anna@example.com',
  city: 'Москва',
  country: 'RU',
  birthday: at('1990-06-18T00:00:00Z') / 86_400_000,
  vip: true,
  tags: ['Gold', 'newsletter'],
  source: { source: null, medium: null, campaign: 'spring', content: null, keyword: null },
  consents: { email: { status: 'SUBSCRIBED', changedAt: 0 } },
  custom: { size: 'M', children: 2 },
  loyalty,
};

/** How she was at first, and how she is now. */
const profiles: readonly CustomerEvent[] = [
  customerEvent({
    version: 1,
    occurredAt: at('2024-06-15T09:00:00Z'),
    profile: { ...profile, city: 'Казань', loyalty: { ...loyalty, level: 'silver', levelSince: loyalty.joinedAt } },
  }),
  customerEvent({ version: 2, occurredAt: at('2026-05-01T00:00:00Z'), profile }),
];

const tea = (amount: number) => ({ productId: 'tea-1', categories: ['Tea', 'Chinese tea'], amount });
const coffee = (amount: number) => ({ productId: 'coffee-1', categories: ['Coffee'], amount });
const ordered = (createdAt: string, given: OrderGiven): OrderGiven => ({ createdAt: at(createdAt), ...given });

const orders: readonly OrderGiven[] = [
  ordered('2026-01-10T10:00:00Z', { orderId: 'o1', site: 'msk', total: 60_000, items: [tea(40_000), coffee(20_000)] }),
  ordered('2026-03-01T10:00:00Z', {
    orderId: 'o2',
    status: 'paid',
    paidAt: at('2026-03-01T10:00:00Z'),
    site: 'msk',
    total: 90_000,
    items: [tea(90_000)],
  }),
  ordered('2026-05-20T10:00:00Z', {
    orderId: 'o3',
    site: 'spb',
    promoCode: 'SPRING',
    total: 30_000,
    items: [coffee(30_000)],
  }),
  ordered('2026-06-01T10:00:00Z', { orderId: 'o4', status: 'cancelled', total: 10_000, items: [coffee(10_000)] }),
  ordered('2026-06-10T10:00:00Z', { orderId: 'o5', currency: 'USD', total: 5000 }),
];

/** What became of a message, each at its time. */
const became = (given: Partial<MessageEvent>, kinds: Partial<Record<MessageKind, string>>): readonly MessageEvent[] =>
  Object.entries(kinds).map(([kind, time]) =>
    messageEvent({ ...given, kind: kind as MessageKind, occurredAt: at(time) }),
  );

const messages: readonly MessageEvent[] = [
  ...became(
    { messageId: 'm1', automationId: 'welcome', templateId: 'hello' },
    {
      SENT: '2026-06-01T10:00:00Z',
      DELIVERED: '2026-06-01T10:00:00Z',
      OPENED: '2026-06-02T10:00:00Z',
      CLICKED: '2026-06-03T10:00:00Z',
    },
  ),
  ...became(
    { messageId: 'm2', mailingId: 'june', templateId: 'news' },
    { SENT: '2026-06-10T10:00:00Z', DELIVERED: '2026-06-10T10:00:00Z' },
  ),
];

const did = (name: string, occurredAt: string, properties: ActivityEvent['properties']): ActivityEvent =>
  activityEvent({ eventId: `${name} ${occurredAt}`, name, occurredAt: at(occurredAt), properties });

const activities = [
  did('product_viewed', '2026-05-20T09:00:00Z', { colour: 'red', price: 450 }),
  did('product_viewed', '2026-06-14T09:00:00Z', { colour: 'blue', price: 300 }),
  did('cart_updated', '2026-06-15T08:00:00Z', { gift: true }),
];

interface Step {
  readonly time: number;
  tell(this: void, catalog: Catalog, state: CustomerState): unknown;
}

/** All that was told of Anna, each when it happened. */
const life: readonly Step[] = [
  ...profiles.map((event): Step => {
    const time = event.occurredAt;
    return { time, tell: (catalog, state) => decideCustomerEvent(catalog, state, event, time) };
  }),
  ...orders.map((order): Step => {
    const event = orderEvent({ version: 1, order });
    const time = event.occurredAt;
    return { time, tell: (catalog, state) => decideOrderEvent(catalog, state, event, time) };
  }),
  ...activities.map((event): Step => {
    const time = event.occurredAt;
    return { time, tell: (catalog, state) => decideActivityEvent(catalog, state, event, time) };
  }),
  ...messages.map((event): Step => {
    const time = event.occurredAt;
    return { time, tell: (catalog, state) => decideMessageEvent(catalog, state, event, time) };
  }),
].sort((a, b) => a.time - b.time);

const linesOf = (language: string): readonly string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].flatMap(([, block = '']) =>
    block.trim().split('\n'),
  );
const examples = linesOf('json');

/** The segments of the documents that Anna is in. */
function decide(...documents: readonly object[]): readonly string[] {
  const definitions = documents.map(definitionOf);
  const compiled = compileCatalog(definitions, { ...account, timeZone: 'Europe/Moscow' }, 1);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const state = createCustomerState('anna');
  for (const { tell } of life) tell(compiled.catalog, state);
  advance(compiled.catalog, state, now);
  return membersOf(state);
}

describe('the reference in the README', () => {
  test.each(examples)('%s holds for Anna', (example) => {
    const when = JSON.parse(example) as object;
    const members = decide(
      { id: 'vips', when: { customer: { vip: true } } },
      { id: 'example', when },
      { id: 'opposite', when: { not: when } },
    );
    expect(members).toContain('example');
    expect(members).not.toContain('opposite');
  });

  test.each(linesOf('json segment'))('Anna is in %s', (example) => {
    const document = JSON.parse(example) as { readonly id: string };
    expect(decide(document)).toEqual([document.id]);
  });

  test('has an example of every leaf', () => {
    const shown = leafNames.filter((name) => examples.some((example) => example.includes(`"${name}":`)));
    expect(leafNames.filter((name) => !shown.includes(name))).toEqual([]);
    expect(examples.length).toBeGreaterThan(60);
  });

  test('lists the status codes that are known without configuration, and no others', () => {
    const section = readme.slice(readme.indexOf('### Status codes'), readme.indexOf('### consent'));
    const listed = [...section.matchAll(/^\| `(\w+)` \| `([^`]+)` \|$/gm)].flatMap(([, group, codes = '']) =>
      codes.split(' ').map((code) => [code, group]),
    );
    expect(Object.fromEntries(listed)).toEqual(defaultStatusGroups);
    expect(listed).toHaveLength(Object.keys(defaultStatusGroups).length);
    expect(groupLookup(defaultStatusGroups)('in-no-list')).toBe('new');
  });
});
