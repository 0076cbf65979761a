import { expect, test } from '@jest/globals';
import {
  type Activity,
  addChange,
  createCustomerState,
  type CustomerState,
  type FieldChange,
  type Message,
  type Order,
} from '@weir/engine';
import fc from 'fast-check';
import { activityFacts } from './activity-facts.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import type { Told } from './fact-kind.ts';
import { FactLog } from './fact-log.ts';
import { messageFacts } from './message-facts.ts';
import { orderFacts } from './order-facts.ts';
import { changeFacts, type FormerValue, formerValueFacts } from './profile-facts.ts';
import { TextTable } from './text-table.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const instant = fc.integer({ min: -1e12, max: 4e12 });
const money = fc.integer({ min: -1e9, max: 1e12 });
const known = fc.oneof(fc.boolean(), fc.double({ noNaN: true }), fc.integer(), text);
const scalars = fc.dictionary(
  text.filter((name) => name !== '__proto__'),
  maybe(known),
  { maxKeys: 3, noNullPrototype: true },
);

const item = fc.record({
  productId: text,
  sku: maybe(text),
  name: maybe(text),
  categories: fc.array(text, { maxLength: 3 }),
  brand: maybe(text),
  quantity: fc.oneof(fc.nat(100), fc.double({ noNaN: true, noDefaultInfinity: true })),
  amount: money,
});

const order: fc.Arbitrary<Order> = fc.record({
  orderId: fc.nat(30).map((n) => `o-${n}`),
  number: maybe(text),
  status: text,
  createdAt: instant,
  paidAt: maybe(instant),
  completedAt: maybe(instant),
  cancelledAt: maybe(instant),
  currency: fc.constantFrom('RUB', 'USD'),
  total: money,
  discount: money,
  site: maybe(text),
  paymentType: maybe(text),
  deliveryType: maybe(text),
  managerId: maybe(text),
  promoCode: maybe(text),
  source: maybe(
    fc.record({
      source: maybe(text),
      medium: maybe(text),
      campaign: maybe(text),
      content: maybe(text),
      keyword: maybe(text),
    }),
  ),
  items: fc.array(item, { maxLength: 3 }),
  custom: scalars,
});

const activity: fc.Arbitrary<Activity> = fc.record({
  eventId: fc.nat(100).map((n) => `a-${n}`),
  occurredAt: instant,
  name: fc.constantFrom('product_viewed', 'cart_updated'),
  properties: scalars,
});

const message: fc.Arbitrary<Message> = fc.record({
  messageId: fc.nat(20).map((n) => `m-${n}`),
  channel: fc.constantFrom('EMAIL', 'SMS'),
  automationId: maybe(text),
  mailingId: maybe(text),
  templateId: text,
  firstAt: fc.record(
    { SENT: instant, DELIVERED: instant, OPENED: instant, BOUNCED_SOFT: instant, UNKNOWN: instant },
    { requiredKeys: [] },
  ),
  optedOutAt: maybe(instant),
});

const field = fc.constantFrom('city', 'email', 'custom.size');
const change: fc.Arbitrary<FieldChange> = fc.record({ field, at: instant, from: known, to: known });
const formerValue: fc.Arbitrary<FormerValue> = fc.record({ field, value: maybe(known) });

const told: fc.Arbitrary<Told> = fc.oneof(
  fc.tuple(order, fc.nat(9)).map(([each, version]) => ({ kind: orderFacts, fact: { version, order: each } })),
  activity.map((fact) => ({ kind: activityFacts, fact })),
  message.map((fact) => ({ kind: messageFacts, fact })),
  change.map((fact) => ({ kind: changeFacts, fact })),
  formerValue.map((fact) => ({ kind: formerValueFacts, fact })),
);

/** A customer's state and what their log would have on disk. */
class Kept {
  readonly chunks = new Map<string, Uint8Array>();
  state = createCustomerState('c');
  #log = new FactLog('c');

  tell(facts: readonly Told[]): void {
    for (const { kind, fact } of facts) kind.put(this.state, fact);
    for (const { key, value } of this.#log.append(facts, this.state)) {
      if (value === null) this.chunks.delete(key);
      else this.chunks.set(key, value);
    }
  }

  /** As after a restart. */
  readBack(): CustomerState {
    this.state = createCustomerState('c');
    this.#log = FactLog.read(this.state, (key) => this.chunks.get(key));
    return this.state;
  }

  remove(): void {
    for (const { key, value } of this.#log.remove()) {
      expect(value).toBeNull();
      this.chunks.delete(key);
    }
  }
}

/** Maps in their order; `formerValues` has none. */
function contentOf({ orders, activities, messages, changes, formerValues }: CustomerState) {
  const lists = [orders, activities, messages].map((facts) => [...facts.values()] as unknown[]);
  return { lists: [...lists, changes.slice()], formerValues };
}

test('whatever was told is read back in order, also when the log was read again in between', () => {
  fc.assert(
    fc.property(fc.array(fc.array(told, { minLength: 1, maxLength: 4 }), { maxLength: 60 }), (tellings) => {
      const kept = new Kept();
      for (const [index, facts] of tellings.entries()) {
        kept.tell(facts);
        if (index % 7 === 3) kept.readBack();
      }
      const before = contentOf(kept.state);
      expect(contentOf(kept.readBack())).toEqual(before);
    }),
    { numRuns: 150 },
  );
});

test('edits of few orders, and events of few messages, do not let the log grow', () => {
  const [anOrder] = fc.sample(order, { numRuns: 1, seed: 1 }) as [Order];
  const [aMessage] = fc.sample(message, { numRuns: 1, seed: 1 }) as [Message];
  const kept = new Kept();
  let largest = 0;
  for (let n = 0; n < 1_000; n++) {
    kept.tell([{ kind: orderFacts, fact: { version: n, order: { ...anOrder, orderId: `o-${n % 20}`, total: n } } }]);
    kept.tell([{ kind: messageFacts, fact: { ...aMessage, messageId: `m-${n % 20}` } }]);
    largest = Math.max(largest, kept.chunks.size);
  }
  expect(largest).toBeLessThanOrEqual(6);
  expect([kept.state.orders.size, kept.state.messages.size]).toEqual([20, 20]);
});

test('of the changes of a field the log keeps the last hundred, as the state does', () => {
  const kept = new Kept();
  const expected: FieldChange[] = [];
  for (let n = 0; n < 1_000; n++) {
    const fact = { field: 'city', at: n, from: n, to: n + 1 };
    kept.tell([{ kind: changeFacts, fact }]);
    addChange(expected, fact);
  }
  expect(kept.chunks.size).toBeLessThanOrEqual(13);
  expect(kept.readBack().changes).toEqual(expected);
});

test('a chunk that is full is left alone, and one fact of one kind more is one small write', () => {
  const kept = new Kept();
  const facts = fc.sample(activity, { numRuns: 100, seed: 3 }).map((each, n) => ({ ...each, eventId: `a-${n}` }));
  for (const fact of facts) kept.tell([{ kind: activityFacts, fact }]);
  const before = new Map(kept.chunks);
  kept.tell([{ kind: formerValueFacts, fact: { field: 'city', value: 'Moscow' } }]);
  const written = [...kept.chunks].filter(([key, value]) => before.get(key) !== value);
  expect(written).toHaveLength(1);
  expect(before.size).toBe(7);
});

test('nothing is left after removal', () => {
  const kept = new Kept();
  const facts = fc.sample(order, { numRuns: 100, seed: 2 }).map((each, n) => ({ ...each, orderId: `o-${n}` }));
  for (const fact of facts) kept.tell([{ kind: orderFacts, fact: { version: 1, order: fact } }]);
  expect(kept.chunks.size).toBeGreaterThan(3);
  kept.readBack();
  kept.remove();
  expect(kept.chunks.size).toBe(0);
});

test('orders that were kept before there were other facts are read, and go on in the same log', () => {
  const orders = fc.sample(order, { numRuns: 21, seed: 4 }).map((each, n) => ({ ...each, orderId: `o-${n}` }));
  const kept = new Kept();
  for (const [index, part] of [orders.slice(0, 16), orders.slice(16)].entries()) {
    const writer = new ByteWriter();
    const texts = new TextTable();
    writer.unsigned(1);
    for (const each of part) orderFacts.write(writer, texts, { version: 7, order: each });
    kept.chunks.set(`c\u0000000${index}`, writer.toBytes());
  }
  expect([...kept.readBack().orders.values()]).toEqual(orders.map((each) => ({ version: 7, order: each })));
  const [first] = fc.sample(activity, { numRuns: 1, seed: 5 }) as [Activity];
  kept.tell([{ kind: activityFacts, fact: first }]);
  const { orders: read, activities } = kept.readBack();
  expect([read.size, [...activities.values()]]).toEqual([21, [first]]);
  expect(new ByteReader(kept.chunks.get('c\u00000000') as Uint8Array).unsigned()).toBe(1);
});

test('a chunk of a later format, or with facts of a later kind, is refused in words', () => {
  const read = (...bytes: number[]) => FactLog.read(createCustomerState('c'), () => new Uint8Array(bytes));
  expect(() => read(9)).toThrow(/format 9.*upgrade/);
  expect(() => read(2, 99)).toThrow(/kind 99.*upgrade/);
});
