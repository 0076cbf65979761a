import { expect, test } from '@jest/globals';
import type { CustomerEvent, OrderEvent } from './generated/records.ts';
import { readJsonForm } from './json-form.ts';
import { checkRecord } from './record-check.ts';

function orderEvent(): OrderEvent {
  const item = { productId: 'p', quantity: 1, amount: 5 };
  const order = {
    orderId: 'o',
    status: 'new',
    createdAt: '2017-01-01T00:00:00Z',
    currency: 'EUR',
    total: 5,
    items: [item],
  };
  const json = { eventId: 'e', customerId: 'c', occurredAt: '2017-01-01T00:00:00Z', version: 1, order };
  const result = readJsonForm('order-events', json);
  if (!result.ok) throw new Error('It was refused.');
  return result.value;
}

test('an event as it should be has no problems', () => {
  expect(checkRecord('order-events', orderEvent())).toEqual([]);
});

test('tells all that is wrong with values whose bytes were right', () => {
  const event = orderEvent();
  const [item] = event.order.items;
  const order = {
    ...event.order,
    currency: 'euro',
    paidAt: 9e15,
    managerId: '',
    items:
      item === undefined ? [] : [item, { ...item, productId: 'x'.repeat(129), quantity: NaN, categories: ['a\0'] }],
    custom: { a: Infinity, b: 'x\0' },
  };
  expect(checkRecord('order-events', { ...event, customerId: '', order })).toEqual([
    { field: 'customerId', reason: 'must not be empty' },
    { field: 'order.paidAt', reason: '9000000000000000 milliseconds since 1970 is not within the years 0 to 9999' },
    { field: 'order.currency', reason: '"euro" is not an ISO 4217 code: three capital letters, such as EUR' },
    { field: 'order.managerId', reason: 'must not be empty' },
    { field: 'order.items[1].productId', reason: 'takes 129 bytes of UTF-8, at most 128 are allowed' },
    { field: 'order.items[1].categories[0]', reason: 'contains the character U+0000, which is not allowed' },
    { field: 'order.items[1].quantity', reason: 'must be a number, found NaN' },
    { field: 'order.custom.a', reason: 'must be a number, found Infinity' },
    { field: 'order.custom.b', reason: 'contains the character U+0000, which is not allowed' },
  ]);
});

test('looks at what goes with what', () => {
  const event: CustomerEvent = {
    eventId: 'e',
    customerId: 'c',
    occurredAt: 0,
    version: 1,
    kind: 'UPSERTED',
    profile: null,
    mergedInto: null,
  };
  expect(checkRecord('customer-events', event)).toEqual([
    { field: 'profile', reason: 'is required when kind is UPSERTED' },
  ]);
});
