import { type Order, type OrderItem, type Profile, type Source } from '@weir/engine';
import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import { type Arrival, type History } from './history.ts';
import {
  campaigns,
  cities,
  currencies,
  customerId,
  offsetArbitrary,
  paths,
  products,
  sites,
  statuses,
  tags,
  tiers,
  zones,
} from './vocabulary.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function orNull<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(arbitrary, { nil: null, freq: 3 });
}

/** How long before its arrival something happened; below zero for a shop whose clock runs ahead. */
const lagArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.nat({ max: 72 }).map((hours) => hours * hourMs) },
  { weight: 2, arbitrary: fc.nat({ max: 100 }).map((days) => days * dayMs) },
  { weight: 1, arbitrary: fc.nat({ max: 48 }).map((hours) => -hours * hourMs) },
);

const sourceArbitrary: fc.Arbitrary<Source> = fc
  .constantFrom(...campaigns)
  .map((campaign) => ({ source: 'ads', medium: null, campaign, content: null, keyword: '' }));

const itemArbitrary: fc.Arbitrary<OrderItem> = fc.record({
  productId: fc.constantFrom(...products),
  sku: orNull(fc.constantFrom('sku-1', 'sku-2')),
  name: fc.constant(null),
  categories: fc.constantFrom(...paths),
  brand: orNull(fc.constantFrom('Acme', 'ACME', 'Other')),
  quantity: fc.constantFrom(1, 2, 0.5, 3),
  amount: fc.constantFrom(0, 100, 250, 1000, 50_000, -100),
});

function orderArbitrary(orderId: string, at: Instant): fc.Arbitrary<Order> {
  const before = lagArbitrary.map((lag) => at - lag);
  return fc.record({
    orderId: fc.constant(orderId),
    number: fc.constant(null),
    status: fc.constantFrom(...statuses),
    createdAt: before,
    paidAt: orNull(before),
    completedAt: orNull(before),
    cancelledAt: fc.constant(null),
    currency: fc.oneof(
      { weight: 4, arbitrary: fc.constant('RUB') },
      { weight: 1, arbitrary: fc.constantFrom(...currencies) },
    ),
    total: fc.constantFrom(0, 100, 1000, 1500, 50_000, -500),
    discount: fc.constantFrom(0, 100),
    site: orNull(fc.constantFrom(...sites)),
    paymentType: orNull(fc.constantFrom('cash', 'card')),
    deliveryType: orNull(fc.constantFrom('courier', '')),
    managerId: fc.constant(null),
    promoCode: orNull(fc.constantFrom('WELCOME', 'welcome', '')),
    source: orNull(sourceArbitrary),
    items: fc.array(itemArbitrary, { maxLength: 3 }),
    custom: fc.constantFrom({}, { gift: true }, { note: 'Straße' }, { points: 7 }),
  });
}

/** Epoch days of births near the stage's days of the year, 29 February among them. */
const birthdayArbitrary = fc
  .constantFrom('2000-02-29', '1996-02-28', '2006-03-10', '1999-12-31', '2000-11-04', '1990-10-01')
  .map((date) => Date.parse(date) / dayMs);

function profileArbitrary(at: Instant): fc.Arbitrary<Profile> {
  const before = lagArbitrary.map((lag) => at - lag);
  const consent = fc.record({ status: fc.constantFrom('SUBSCRIBED', 'UNSUBSCRIBED', 'NEVER'), changedAt: before });
  const loyalty = fc.record({
    programId: fc.constant('main'),
    status: fc.constantFrom('ACTIVE', 'PAUSED', 'LEFT'),
    level: orNull(fc.constantFrom(...tiers)),
    levelSince: orNull(before),
    joinedAt: orNull(before),
    balance: fc.constantFrom(0, 50, 100, -10),
    purchaseSum: fc.constantFrom(0, 1000),
  });
  return fc.record({
    createdAt: before,
    firstName: orNull(fc.constantFrom('Анна', 'ANNA', '')),
    lastName: fc.constant(null),
    email: orNull(fc.constantFrom('anna@example.com', 'Anna@Example.com')),
    phone: orNull(fc.constant('+79990000000')),
    sex: orNull(fc.constantFrom('female', 'male')),
    birthday: orNull(birthdayArbitrary),
    city: orNull(fc.constantFrom(...cities, '')),
    region: fc.constant(null),
    country: orNull(fc.constantFrom('DE', 'RU')),
    locale: fc.constant(null),
    timeZone: orNull(fc.constantFrom(...zones)),
    site: orNull(fc.constantFrom(...sites)),
    managerId: fc.constant(null),
    source: orNull(sourceArbitrary),
    tags: fc.uniqueArray(fc.constantFrom(...tags), { maxLength: 3 }),
    vip: fc.boolean(),
    bad: fc.boolean(),
    consents: fc.oneof(
      fc.constant({}),
      consent.map((email) => ({ email })),
      fc.record({ email: consent, sms: consent }),
    ),
    loyalty: orNull(loyalty),
    custom: fc
      .record({
        tier: orNull(fc.constantFrom(...tiers)),
        points: orNull(fc.constantFrom(0, 5, 7, 10.5)),
        flag: orNull(fc.constant(true)),
      })
      .map((custom) => ({ ...custom })),
  });
}

function arrivalArbitrary(start: Instant): fc.Arbitrary<Arrival> {
  const head = fc.record({
    at: offsetArbitrary.map((offset) => start + offset),
    version: fc.integer({ min: 1, max: 4 }),
    subject: fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom('customer', 'customer', 'o1', 'o1', 'o1', 'o2', 'o3', 'o4', 'o5') },
      { weight: 1, arbitrary: fc.constant('erasure') },
    ),
  });
  return head.chain(({ at, version, subject }): fc.Arbitrary<Arrival> => {
    const envelope = { eventId: `e-${subject}-${version}`, customerId, occurredAt: at, version };
    if (subject === 'erasure') {
      const event = { ...envelope, kind: 'ERASED' as const, profile: null, mergedInto: null };
      return fc.constant({ kind: 'customer', at, event });
    }
    if (subject !== 'customer') {
      return orderArbitrary(subject, at).map((order) => ({ kind: 'order', at, event: { ...envelope, order } }));
    }
    return profileArbitrary(at).map((profile) => ({
      kind: 'customer',
      at,
      event: { ...envelope, kind: 'UPSERTED', profile, mergedInto: null },
    }));
  });
}

/** One customer's arrivals from `start` on: edits, cancellations, erasures, repeats, late and out-of-order versions, ties. */
export function historyArbitrary(start: Instant): fc.Arbitrary<History> {
  return fc
    .record({
      arrivals: fc.array(arrivalArbitrary(start), { minLength: 1, maxLength: 14, size: 'max' }),
      watchedDays: fc.constantFrom(0, 2, 45, 120, 120, 400),
    })
    .map(({ arrivals, watchedDays }) => {
      const last = Math.max(...arrivals.map((arrival) => arrival.at));
      return { customerId, arrivals, until: last + watchedDays * dayMs };
    });
}
