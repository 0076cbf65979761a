import { expect, test } from '@jest/globals';
import { type Activity } from '@weir/engine';
import { type JsonObject } from './document.ts';
import { at, buildOrder } from './golden.ts';
import { isMember } from './naive-evaluator.ts';
import { noFacts } from './view.ts';
import { customerId, statusGroups } from './vocabulary.ts';

const account = { timeZone: 'UTC', currency: 'RUB', statusGroups };

function did(name: string, when: string, properties: Activity['properties'] = {}): Activity {
  return { eventId: `${name} ${when}`, name, occurredAt: at(when), properties };
}

function holds(when: JsonObject, activities: readonly Activity[], ordered: readonly string[], now: string): boolean {
  const orders = ordered.map((text, index) => buildOrder({ createdAt: at(text) }, index));
  const facts = { ...noFacts(customerId), orders, activities };
  return isMember({ id: 's', name: 'S', when }, facts, at(now), account);
}

test('names in where are the properties of the activity', () => {
  const when = { activity: { name: 'product_viewed', where: { colour: 'red' }, exists: true } };
  expect(
    holds(when, [did('product_viewed', '2024-01-01T00:00:00Z', { colour: 'RED' })], [], '2024-01-02T00:00:00Z'),
  ).toBe(true);
  expect(
    holds(when, [did('product_viewed', '2024-01-01T00:00:00Z', { colour: 'blue' })], [], '2024-01-02T00:00:00Z'),
  ).toBe(false);
  expect(holds(when, [did('app_opened', '2024-01-01T00:00:00Z', { colour: 'red' })], [], '2024-01-02T00:00:00Z')).toBe(
    false,
  );
});

const cart = { activity: { name: 'cart_updated' } };
const started = [did('cart_updated', '2024-01-01T10:00:00Z')];

test.each([
  ['2024-01-01T10:00:00.000Z', true],
  ['2024-01-01T11:59:59.999Z', true],
  ['2024-01-01T12:00:00.000Z', false],
  ['2024-01-01T09:59:59.999Z', false],
])('then at %s, at or after first and before first + within: %s', (ordered, answered) => {
  const now = '2024-02-01T00:00:00Z';
  expect(holds({ sequence: { first: cart, then: { orders: {} }, within: 'PT2H' } }, started, [ordered], now)).toBe(
    answered,
  );
  expect(holds({ sequence: { first: cart, thenNot: { orders: {} }, within: 'PT2H' } }, started, [ordered], now)).toBe(
    !answered,
  );
});

test('thenNot becomes true at first + within and a later answer does not end it', () => {
  const when = { sequence: { first: cart, thenNot: { orders: {} }, within: 'PT2H' } };
  expect(holds(when, started, [], '2024-01-01T11:59:59.999Z')).toBe(false);
  expect(holds(when, started, [], '2024-01-01T12:00:00.000Z')).toBe(true);
  expect(holds(when, started, ['2024-01-01T13:00:00Z'], '2024-01-05T00:00:00Z')).toBe(true);
});

test('a window says how long a sequence lasts, counted from the start', () => {
  const when = { sequence: { first: cart, thenNot: { orders: {} }, within: 'PT2H', window: { inLast: 'P1D' } } };
  expect(holds(when, started, [], '2024-01-02T09:59:59.999Z')).toBe(true);
  expect(holds(when, started, [], '2024-01-02T10:00:00.000Z')).toBe(false);
});
