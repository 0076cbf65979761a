import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyRecord } from './any-record.oracle.ts';
import type { RecordName, RecordOf } from './generated/records.ts';
import { schemas } from './generated/schemas.ts';
import { readJsonForm, readJsonText, writeJsonForm } from './json-form.ts';
import { checkRecord } from './record-check.ts';

const names = Object.keys(schemas) as RecordName[];

const order = {
  orderId: 'o-1',
  status: 'paid',
  createdAt: '2017-01-01T11:53:26+03:00',
  currency: 'RUB',
  total: 129_900,
  items: [{ productId: 'p-1', categories: ['Grocery', 'Tea'], quantity: 1.5, amount: 129_900 }],
};
const orderEvent = { eventId: 'e-1', customerId: 'c-1', occurredAt: '2017-01-01T08:53:26.5Z', version: 7, order };
const customerEvent = {
  eventId: 'e-1',
  customerId: 'c-1',
  occurredAt: '2017-01-01T08:53:26Z',
  version: 7,
  kind: 'UPSERTED',
  profile: { createdAt: '2016-01-01T00:00:00Z' },
};

function problemsOf(name: RecordName, json: unknown): Record<string, string> {
  const result = readJsonForm(name, json);
  if (result.ok) throw new Error('It was read.');
  return Object.fromEntries(result.problems.map(({ field, reason }) => [field, reason]));
}

describe.each(names)('%s', (name) => {
  test('any record comes back from its JSON', () => {
    fc.assert(
      fc.property(anyRecord(name), (value) => {
        const record = value as RecordOf<typeof name>;
        const json: unknown = JSON.parse(JSON.stringify(writeJsonForm(name, record)));
        const result = readJsonForm(name, json);
        // What remains are the rules between fields, which an arbitrary record may break, and both ways tell the same.
        if (result.ok) expect(result.value).toEqual(withoutMinusZero(value));
        expect(checkRecord(name, record)).toEqual(result.ok ? [] : result.problems);
      }),
    );
  });

  test('no JSON whatever is more than it can take', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => expect(readJsonForm(name, json).ok).toBe(false)));
  });
});

/** JSON has no minus zero that survives being written. */
function withoutMinusZero(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

test('what is absent or null is null, empty or the default', () => {
  const result = readJsonForm('order-events', { ...orderEvent, order: { ...order, paidAt: null, custom: null } });
  expect(result).toEqual({
    ok: true,
    value: {
      eventId: 'e-1',
      customerId: 'c-1',
      occurredAt: Date.UTC(2017, 0, 1, 8, 53, 26, 500),
      version: 7,
      order: {
        orderId: 'o-1',
        number: null,
        status: 'paid',
        createdAt: Date.UTC(2017, 0, 1, 8, 53, 26),
        paidAt: null,
        completedAt: null,
        cancelledAt: null,
        currency: 'RUB',
        total: 129_900,
        discount: 0,
        site: null,
        paymentType: null,
        deliveryType: null,
        managerId: null,
        promoCode: null,
        source: null,
        items: [
          {
            productId: 'p-1',
            sku: null,
            name: null,
            categories: ['Grocery', 'Tea'],
            brand: null,
            quantity: 1.5,
            amount: 129_900,
          },
        ],
        custom: {},
      },
    },
  });
});

test('defaults are not shared between records', () => {
  const read = () => {
    const result = readJsonForm('order-events', orderEvent);
    if (!result.ok) throw new Error('It was refused.');
    return result.value.order;
  };
  (read().custom as Record<string, unknown>)['kept'] = 1;
  expect(read().custom).toEqual({});
});

test('everything that is wrong is told at once, with its path', () => {
  const json = {
    ...orderEvent,
    eventId: 'x'.repeat(65),
    eventid: 'e-2',
    occurredAt: '2017-01-01T11:53:26',
    version: '7',
    order: {
      ...order,
      totl: 5,
      total: 12.5,
      discount: 2 ** 52,
      currency: 'rub',
      paidAt: 1_483_264_406,
      completedAt: '2017-02-29T00:00:00Z',
      items: [{ productId: '', categories: 'Tea', quantity: '1', sku: 5 }, 7],
      custom: { a: [], 'b c': { d: 1 } },
    },
  };
  expect(problemsOf('order-events', json)).toEqual({
    eventId: 'takes 65 bytes of UTF-8, at most 64 are allowed',
    eventid: 'is not a known field; did you mean "eventId"?',
    occurredAt: '"2017-01-01T11:53:26" has no offset from UTC: append Z, or an offset such as +03:00',
    version: 'must be an integer, found the string "7"',
    'order.totl': 'is not a known field; did you mean "total"?',
    'order.total': '12.5 is not an integer: money is given in minor units, so that 12.50 is 1250',
    'order.discount': '4503599627370496 is beyond 2^52, up to which integers are exact',
    'order.currency': '"rub" is not an ISO 4217 code: three capital letters, such as EUR',
    'order.paidAt': 'must be an RFC 3339 string such as "2017-01-01T11:53:26Z", found the number 1483264406',
    'order.completedAt': '"2017-02-29T00:00:00Z" has day 29: February 2017 has 01 to 28',
    'order.items[0].productId': 'must not be empty',
    'order.items[0].categories': 'must be an array, found the string "Tea"',
    'order.items[0].quantity': 'must be a number, found the string "1"',
    'order.items[0].sku': 'must be a string, found the number 5',
    'order.items[0].amount': 'is required',
    'order.items[1]': 'must be an object, found the number 7',
    'order.custom.a': 'must be a string, a number, true, false or null, found an array',
    'order.custom["b c"]': 'must be a string, a number, true, false or null, found an object',
  });
});

test.each([
  ['null', null, 'must be an object, found null'],
  ['an array', [], 'must be an object, found an array'],
  ['a text', 'x', 'must be an object, found the string "x"'],
])('%s is no event', (_, json, reason) => {
  expect(problemsOf('order-events', json)).toEqual({ '': reason });
});

describe('a customer event', () => {
  test.each<[string, object, Record<string, string>]>([
    [
      'of no known kind',
      { kind: 'UPSERT' },
      { kind: '"UPSERT" is not one of UPSERTED, ERASED, MERGED; did you mean "UPSERTED"?' },
    ],
    ['UPSERTED without a profile', { profile: null }, { profile: 'is required when kind is UPSERTED' }],
    ['ERASED with a profile', { kind: 'ERASED' }, { profile: 'is only allowed when kind is UPSERTED, not ERASED' }],
    ['MERGED into nobody', { kind: 'MERGED', profile: null }, { mergedInto: 'is required when kind is MERGED' }],
    [
      'MERGED into itself',
      { kind: 'MERGED', profile: null, mergedInto: 'c-1' },
      { mergedInto: 'is the customer itself' },
    ],
    ['UPSERTED and merged', { mergedInto: 'c-2' }, { mergedInto: 'is only allowed when kind is MERGED, not UPSERTED' }],
    ['with an empty id', { customerId: '' }, { customerId: 'must not be empty' }],
    [
      'with an id of 129 bytes',
      { customerId: 'ы'.repeat(65) },
      { customerId: 'takes 130 bytes of UTF-8, at most 128 are allowed' },
    ],
  ])('%s is refused', (_, change, problems) => {
    expect(problemsOf('customer-events', { ...customerEvent, ...change })).toEqual(problems);
  });

  test.each<[string, object, Record<string, string>]>([
    [
      'a birthday that is none',
      { birthday: '1990-02-30' },
      {
        'profile.birthday': '"1990-02-30" has day 30: February 1990 has 01 to 28',
      },
    ],
    [
      'consent to no channel',
      { consents: { mail: {} } },
      { 'profile.consents.mail': 'is not one of email, sms; did you mean "email"?' },
    ],
    [
      'a consent without its time',
      { consents: { sms: { status: 'NEVER' } } },
      { 'profile.consents.sms.changedAt': 'is required' },
    ],
    ['a flag in words', { vip: 'yes' }, { 'profile.vip': 'must be true or false, found the string "yes"' }],
    [
      'half a character',
      { city: '\ud800' },
      { 'profile.city': 'contains half of a surrogate pair, which is no character' },
    ],
    ['a NUL', { city: 'a\0b' }, { 'profile.city': 'contains the character U+0000, which is not allowed' }],
    [
      'a number that lost digits',
      { custom: { crm: 12345678901234567890 } },
      {
        'profile.custom.crm':
          '12345678901234567000 is beyond 2^52, up to which integers are exact: give it as a string',
      },
    ],
  ])('with %s is refused', (_, change, problems) => {
    const profile = { createdAt: '2016-01-01T00:00:00Z', ...change };
    expect(problemsOf('customer-events', { ...customerEvent, profile })).toEqual(problems);
  });

  test('leaves telephone numbers and addresses as they are', () => {
    const profile = { createdAt: '2016-01-01T00:00:00Z', phone: '8 (900) 123', email: 'Ivan @ Example' };
    const result = readJsonForm('customer-events', { ...customerEvent, profile });
    expect(result).toMatchObject({ ok: true, value: { profile: { phone: '8 (900) 123', email: 'Ivan @ Example' } } });
  });
});

test('a name that would set a prototype is refused wherever it stands', () => {
  const text = JSON.stringify({ ...orderEvent, order: { ...order, custom: {} } });
  const hostile: unknown = JSON.parse(text.replace('"custom":{}', '"custom":{"__proto__":1},"__proto__":{"total":1}'));
  expect(problemsOf('order-events', hostile)).toEqual({
    'order.custom.__proto__': 'is not allowed as a name',
    'order.__proto__': expect.stringMatching(/^is not a known field; known are orderId, /),
  });
});

test('a value that is wrong all over is told up to a limit', () => {
  const items = Array.from({ length: 1000 }, () => null);
  const result = readJsonForm('order-events', { ...orderEvent, order: { ...order, items } });
  expect(result.ok ? [] : result.problems).toHaveLength(101);
});

test('segment events name their type', () => {
  const event = {
    type: 'SegmentLeft',
    eventId: 'e',
    customerId: 'c',
    segmentId: 's',
    segmentVersion: 1,
    seq: 2,
    cause: 'TIME',
    causeRef: null,
    silent: false,
    evidence: [],
    effectiveAt: 0,
    decidedAt: 5,
    enteredAt: -1,
  } as const;
  const json = writeJsonForm('segment-events', event);
  expect(json).toMatchObject({
    type: 'SegmentLeft',
    silent: false,
    effectiveAt: '1970-01-01T00:00:00Z',
    enteredAt: '1969-12-31T23:59:59.999Z',
  });
  expect(readJsonForm('segment-events', json)).toEqual({ ok: true, value: event });
  expect(problemsOf('segment-events', { ...json, type: 'SegmentEntered' })).toHaveProperty('enteredAt');
  expect(problemsOf('segment-events', { ...json, type: 'Left' })).toEqual({
    type: '"Left" is not one of SegmentEntered, SegmentLeft',
  });
});

test.each(['order-events', 'customer-events'] as const)('a version below 0 is refused in both forms: %s', (name) => {
  const event = name === 'order-events' ? orderEvent : customerEvent;
  const reason = 'must be 0 or more and grow with every change, found -1';
  expect(problemsOf(name, { ...event, version: -1 })).toEqual({ version: reason });
  const zero = readJsonForm(name, { ...event, version: 0 });
  if (!zero.ok) throw new Error('Version 0 was refused.');
  expect(checkRecord(name, { ...zero.value, version: -1 })).toEqual([{ field: 'version', reason }]);
});

test('what must be one of a few words says which, also when it is missing', () => {
  const profile = { createdAt: '2016-01-01T00:00:00Z', loyalty: { programId: 'p' } };
  const { kind, ...withoutKind } = { ...customerEvent, profile };
  expect(problemsOf('customer-events', withoutKind)).toEqual({
    kind: 'is required: one of UPSERTED, ERASED, MERGED',
    'profile.loyalty.status': 'is required: one of ACTIVE, PAUSED, LEFT',
  });
  const misspelt = { ...profile, loyalty: { programId: 'p', status: 'actve' } };
  expect(problemsOf('customer-events', { ...withoutKind, kind, profile: misspelt })).toEqual({
    'profile.loyalty.status': '"actve" is not one of ACTIVE, PAUSED, LEFT; did you mean "ACTIVE"?',
  });
});

describe('readJsonText', () => {
  const readText = (text: string | Buffer) => readJsonText('order-events', Buffer.from(text));

  test('reads what readJsonForm reads of the parsed text', () => {
    expect(readText(JSON.stringify(orderEvent, null, 2))).toEqual(readJsonForm('order-events', orderEvent));
    expect(readText('[]')).toEqual(readJsonForm('order-events', []));
  });

  test('refuses a key that stands twice', () => {
    const text = JSON.stringify(orderEvent).replace('"total":', '"total":1,"total":');
    expect(readText(text)).toEqual({
      ok: false,
      problems: [{ field: 'order.total', reason: expect.stringMatching(/^stands twice in one object/) }],
    });
  });

  test('refuses what is no text, or no JSON', () => {
    expect(readText(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({
      problems: [{ field: '', reason: 'is not UTF-8' }],
    });
    expect(readText('{')).toMatchObject({ problems: [{ field: '', reason: expect.stringMatching(/^is not JSON: /) }] });
  });

  test('counts the keys of any record as they are written', () => {
    for (const name of names) {
      fc.assert(
        fc.property(anyRecord(name), (value) => {
          const text = JSON.stringify(writeJsonForm(name, value as RecordOf<typeof name>));
          expect(readJsonText(name, Buffer.from(text))).toEqual(readJsonForm(name, JSON.parse(text)));
        }),
        { numRuns: 30 },
      );
    }
  });
});
