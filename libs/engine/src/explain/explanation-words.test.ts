import { expect, test } from '@jest/globals';
import { defaultStatusGroups } from '../account.ts';
import { compileCatalog } from '../catalog.ts';
import { createCustomerState, type CustomerState } from '../customer-state.ts';
import { decideCustomerEvent, decideOrderEvent } from '../decide.ts';
import type { Profile } from '../facts.ts';
import { definitionOf } from '../testing/catalogs.ts';
import { customerEvent, itemOf, orderEvent } from '../testing/facts.ts';
import { explainSegment } from './explain-segment.ts';
import { explanationInWords } from './explanation-words.ts';

/** The segments of the demo's shop. */
const documents = [
  {
    id: 'big-spenders',
    name: 'Big spenders',
    when: { orders: { window: { inLast: 'P90D' }, sum: { gte: 100_000 } } },
  },
  {
    id: 'birthday-week',
    name: 'Birthday week',
    timeZone: 'customer',
    when: { customer: { birthday: { anniversary: { inNext: 'P7D' } } } },
  },
  {
    id: 'coupon-collectors',
    name: 'Coupon collectors',
    when: { orders: { where: { 'custom.couponUsed': true }, window: { inLast: 'P60D' }, count: { gte: 3 } } },
  },
  {
    id: 'fresh-and-green',
    name: 'Fresh and green',
    when: {
      all: [
        { orders: { window: { inLast: 'P60D' }, share: { of: { category: 'PRODUCE' }, gte: 0.25 } } },
        { orders: { window: { inLast: 'P60D' }, count: { gte: 3 } } },
      ],
    },
  },
  {
    id: 'lapsed-big-spenders',
    name: 'Lapsed big spenders',
    when: { all: [{ segment: 'lapsed' }, { orders: { sum: { gte: 50_000 } } }] },
  },
  {
    id: 'lapsed',
    name: 'Lapsed',
    when: { all: [{ orders: { count: { gte: 3 } } }, { orders: { exists: false, window: { inLast: 'P45D' } } }] },
  },
  { id: 'new-customers', name: 'New', when: { orders: { first: { inLast: 'P30D' } } } },
  {
    id: 'tea-three-months-on',
    name: 'Tea, three months on',
    timeZone: 'Europe/Moscow',
    when: {
      all: [
        { orders: { where: { item: { category: 'TEA' } }, last: { moreThanAgo: 'P3M' } } },
        { consent: { email: 'subscribed' } },
        { customer: { email: { set: true } } },
      ],
    },
  },
  {
    id: 'vip-slipping',
    name: 'VIP slipping',
    when: {
      all: [
        { orders: { window: { betweenAgo: ['P21D', 'P111D'] }, sum: { gte: 50_000 } } },
        { orders: { exists: false, window: { inLast: 'P21D' } } },
      ],
    },
  },
];

const account = { timeZone: 'America/New_York', currency: 'USD', statusGroups: defaultStatusGroups };
const compiled = compileCatalog(documents.map(definitionOf), account, 1);
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
const { catalog } = compiled;

const at = (text: string): number => Date.parse(text);

interface Basket {
  readonly orderId: string;
  readonly createdAt: string;
  readonly produce?: number;
  readonly tea?: number;
  readonly couponUsed?: boolean;
}

function customerOf(profile: Partial<Profile>, baskets: readonly Basket[]): CustomerState {
  const state = createCustomerState('hh-17');
  const since = at('2026-01-05T15:00:00Z');
  decideCustomerEvent(catalog, state, customerEvent({ version: 1, profile: { createdAt: since, ...profile } }), since);
  for (const { orderId, createdAt, produce = 0, tea = 0, couponUsed = false } of baskets) {
    const items = [
      itemOf({ categories: ['GROCERY', 'TEA'], amount: tea }),
      itemOf({ categories: ['PRODUCE'], amount: produce }),
    ].filter(({ amount }) => amount > 0);
    const order = { orderId, createdAt: at(createdAt), currency: 'USD', total: tea + produce, items };
    decideOrderEvent(
      catalog,
      state,
      orderEvent({ version: 1, order: { ...order, custom: { couponUsed } } }),
      order.createdAt,
    );
  }
  return state;
}

const subscribed = {
  email: 'anna@example.com',
  birthday: at('1990-12-03T00:00:00Z') / 86_400_000,
  timeZone: 'America/Chicago',
  consents: { email: { status: 'SUBSCRIBED', changedAt: at('2026-01-05T15:00:00Z') } },
} as const;
const regular = customerOf(subscribed, [
  { orderId: 'o1', createdAt: '2026-09-20T14:30:00Z', produce: 20_000, couponUsed: true },
  { orderId: 'o2', createdAt: '2026-10-02T16:00:00Z', tea: 45_000 },
  { orderId: 'o3', createdAt: '2026-11-03T06:12:00Z', tea: 10_000, produce: 30_000, couponUsed: true },
]);
const quiet = customerOf(
  {
    birthday: null,
    email: null,
    consents: { email: { status: 'UNSUBSCRIBED', changedAt: at('2026-03-01T00:00:00Z') } },
  },
  [
    { orderId: 'o4', createdAt: '2026-06-01T14:30:00Z', tea: 30_000 },
    { orderId: 'o5', createdAt: '2026-06-20T14:30:00Z', produce: 30_000 },
    { orderId: 'o6', createdAt: '2026-07-01T14:30:00Z', produce: 6000 },
  ],
);

const said = (state: CustomerState, segmentId: string): string =>
  explanationInWords(explainSegment(catalog, state, segmentId, at('2026-11-20T12:00:00Z')));

const golden: readonly (readonly [who: 'regular' | 'quiet', segmentId: string, words: readonly string[]])[] = [
  [
    'regular',
    'big-spenders',
    [
      'Customer hh-17 and the segment “Big spenders” (big-spenders) on 2026-11-20 07:00 New York time',
      'In since 2026-11-03 01:12; leaves on 2026-12-19 10:30 New York time unless they spend 150.00 USD more in such orders before.',
      '✓ the total of their orders in USD placed less than 90 days ago is at least 1,000.00 USD: 1,050.00 USD from three orders; the first to go out is order o1 of 2026-09-20 10:30, on 2026-12-19 10:30 (since 2026-11-03 01:12, until 2026-12-19 10:30 if nothing happens)',
    ],
  ],
  [
    'quiet',
    'big-spenders',
    [
      'Customer hh-17 and the segment “Big spenders” (big-spenders) on 2026-11-20 07:00 New York time',
      'Not in; does not enter if nothing happens.',
      '✗ the total of their orders in USD placed less than 90 days ago is at least 1,000.00 USD: 0.00 USD from no order; the latest, order o6 of 2026-07-01 10:30, went out on 2026-09-29 10:30',
      'To enter, this has to come true: the total of their orders in USD placed less than 90 days ago is at least 1,000.00 USD; it takes 1,000.00 USD more in such orders within 90 days',
    ],
  ],
  [
    'regular',
    'birthday-week',
    [
      'Customer hh-17 and the segment “Birthday week” (birthday-week) on 2026-11-20 06:00 Chicago time',
      'Not in; enters on 2026-11-26 00:00 Chicago time if nothing happens.',
      '✗ their birthday is today or on one of the next seven days: 1990-12-03 (until 2026-11-26 00:00 if nothing happens)',
      'To enter, this has to come true: their birthday is today or on one of the next seven days; it takes waiting until 2026-11-26 00:00',
    ],
  ],
  [
    'regular',
    'coupon-collectors',
    [
      'Customer hh-17 and the segment “Coupon collectors” (coupon-collectors) on 2026-11-20 07:00 New York time',
      'Not in; does not enter if nothing happens.',
      '✗ they have at least three orders whose field “couponUsed” is true, placed less than 60 days ago: one order; it goes out on 2027-01-02 01:12',
      'To enter, this has to come true: they have at least three orders whose field “couponUsed” is true, placed less than 60 days ago; it takes two more such orders within 60 days',
    ],
  ],
  [
    'regular',
    'fresh-and-green',
    [
      'Customer hh-17 and the segment “Fresh and green” (fresh-and-green) on 2026-11-20 07:00 New York time',
      'Not in since 2026-11-19 10:30; does not enter if nothing happens.',
      '✗ all of these hold: one of two (since 2026-11-19 10:30)',
      '  ✓ the share of items in the category “PRODUCE” in what they spent on orders in USD placed less than 60 days ago is at least 25%: 35.29%, 300.00 USD of 850.00 USD from two orders; the first to go out is order o2 of 2026-10-02 12:00, on 2026-12-01 12:00 (since 2026-09-20 10:30, until 2027-01-02 01:12 if nothing happens)',
      '  ✗ they have at least three orders placed less than 60 days ago: two orders; the first to go out is order o2 of 2026-10-02 12:00, on 2026-12-01 12:00 (since 2026-11-19 10:30)',
      'To enter, this has to come true: they have at least three orders placed less than 60 days ago; it takes one more such order within 60 days',
    ],
  ],
  [
    'quiet',
    'fresh-and-green',
    [
      'Customer hh-17 and the segment “Fresh and green” (fresh-and-green) on 2026-11-20 07:00 New York time',
      'Not in since 2026-07-31 10:30; does not enter if nothing happens.',
      '✗ all of these hold: none of two (since 2026-07-31 10:30)',
      '  ✗ the share of items in the category “PRODUCE” in what they spent on orders in USD placed less than 60 days ago is at least 25%: nothing was spent; the latest, order o6 of 2026-07-01 10:30, went out on 2026-08-30 10:30 (since 2026-08-30 10:30)',
      '  ✗ they have at least three orders placed less than 60 days ago: none; the latest, order o6 of 2026-07-01 10:30, went out on 2026-08-30 10:30 (since 2026-07-31 10:30)',
      'To enter, all of these have to come true:',
      '  - the share of items in the category “PRODUCE” in what they spent on orders in USD placed less than 60 days ago is at least 25%; it takes 0.01 USD spent on such items and nothing else within 60 days',
      '  - they have at least three orders placed less than 60 days ago; it takes three such orders within 60 days',
    ],
  ],
  [
    'regular',
    'lapsed',
    [
      'Customer hh-17 and the segment “Lapsed” (lapsed) on 2026-11-20 07:00 New York time',
      'Not in; enters on 2026-12-18 01:12 New York time unless they place such an order before.',
      '✗ all of these hold: one of two (until 2026-12-18 01:12 if nothing happens)',
      '  ✓ they have at least three orders: three orders (since 2026-11-03 01:12)',
      '  ✗ they have no order placed less than 45 days ago: order o3 of 2026-11-03 01:12 (since 2026-09-20 10:30, until 2026-12-18 01:12 if nothing happens)',
      'To enter, this has to come true: they have no order placed less than 45 days ago; it takes waiting until 2026-12-18 01:12',
    ],
  ],
  [
    'quiet',
    'lapsed',
    [
      'Customer hh-17 and the segment “Lapsed” (lapsed) on 2026-11-20 07:00 New York time',
      'In since 2026-08-15 10:30; stays if nothing happens.',
      '✓ all of these hold: all of two (since 2026-08-15 10:30)',
      '  ✓ they have at least three orders: three orders (since 2026-07-01 10:30)',
      '  ✓ they have no order placed less than 45 days ago: none; the latest, order o6 of 2026-07-01 10:30, went out on 2026-08-15 10:30 (since 2026-08-15 10:30)',
    ],
  ],
  [
    'regular',
    'new-customers',
    [
      'Customer hh-17 and the segment “New” (new-customers) on 2026-11-20 07:00 New York time',
      'Not in since 2026-10-20 10:30; does not enter if nothing happens.',
      '✗ their first order was placed less than 30 days ago: order o1 of 2026-09-20 10:30 (since 2026-10-20 10:30)',
      'To enter, this has to come true: their first order was placed less than 30 days ago',
    ],
  ],
  [
    'regular',
    'tea-three-months-on',
    [
      'Customer hh-17 and the segment “Tea, three months on” (tea-three-months-on) on 2026-11-20 15:00 Moscow time',
      'Not in; enters on 2027-02-03 09:12 Moscow time unless they place such an order before.',
      '✗ all of these hold: two of three (until 2027-02-03 09:12 if nothing happens)',
      '  ✗ their last order with an item in the category “TEA” was placed at least three months ago: order o3 of 2026-11-03 09:12 (until 2027-02-03 09:12 if nothing happens)',
      '  ✓ they are subscribed to e-mail: subscribed (since 2026-01-05 18:00)',
      '  ✓ their e-mail address is known: “anna@example.com”',
      'To enter, this has to come true: their last order with an item in the category “TEA” was placed at least three months ago; it takes waiting until 2027-02-03 09:12',
    ],
  ],
  [
    'quiet',
    'tea-three-months-on',
    [
      'Customer hh-17 and the segment “Tea, three months on” (tea-three-months-on) on 2026-11-20 15:00 Moscow time',
      'Not in; does not enter if nothing happens.',
      '✗ all of these hold: one of three',
      '  ✓ their last order with an item in the category “TEA” was placed at least three months ago: order o4 of 2026-06-01 17:30 (since 2026-09-01 17:30)',
      '  ✗ they are subscribed to e-mail: unsubscribed',
      '  ✗ their e-mail address is known: not known',
      'To enter, all of these have to come true:',
      '  - they are subscribed to e-mail; it takes their consent to e-mail',
      '  - their e-mail address is known',
    ],
  ],
  [
    'regular',
    'vip-slipping',
    [
      'Customer hh-17 and the segment “VIP slipping” (vip-slipping) on 2026-11-20 07:00 New York time',
      'Not in since 2026-11-03 01:12; enters on 2026-11-24 01:12 New York time unless they place such an order before.',
      '✗ all of these hold: one of two (since 2026-11-03 01:12, until 2026-11-24 01:12 if nothing happens)',
      '  ✓ the total of their orders in USD placed at least 21 days and less than 111 days ago is at least 500.00 USD: 650.00 USD from two orders; the first to go out is order o1 of 2026-09-20 10:30, on 2027-01-09 10:30 (since 2026-10-23 12:00, until 2027-01-21 12:00 if nothing happens)',
      '  ✗ they have no order placed less than 21 days ago: order o3 of 2026-11-03 01:12 (since 2026-11-03 01:12, until 2026-11-24 01:12 if nothing happens)',
      'To enter, this has to come true: they have no order placed less than 21 days ago; it takes waiting until 2026-11-24 01:12',
    ],
  ],
  [
    'quiet',
    'vip-slipping',
    [
      'Customer hh-17 and the segment “VIP slipping” (vip-slipping) on 2026-11-20 07:00 New York time',
      'Not in since 2026-09-20 10:30; does not enter if nothing happens.',
      '✗ all of these hold: one of two (since 2026-09-20 10:30)',
      '  ✗ the total of their orders in USD placed at least 21 days and less than 111 days ago is at least 500.00 USD: 0.00 USD from no order; the latest, order o6 of 2026-07-01 10:30, went out on 2026-10-20 10:30 (since 2026-09-20 10:30)',
      '  ✓ they have no order placed less than 21 days ago: none; the latest, order o6 of 2026-07-01 10:30, went out on 2026-07-22 10:30 (since 2026-07-22 10:30)',
      'To enter, this has to come true: the total of their orders in USD placed at least 21 days and less than 111 days ago is at least 500.00 USD; it takes 500.00 USD more in such orders (an order of now counts from 2026-12-11 07:00 on)',
    ],
  ],
];

test.each(golden)('%s, %s', (who, segmentId, words) => {
  expect(said(who === 'regular' ? regular : quiet, segmentId)).toBe(words.join('\n'));
});
