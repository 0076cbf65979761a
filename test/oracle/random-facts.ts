import { type Activity, type MessageEvent, type Order, type OrderItem, type Profile, type Source } from '@weir/engine';
import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import {
  activityNames,
  automations,
  campaigns,
  cities,
  colours,
  currencies,
  mailings,
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

export function orderArbitrary(orderId: string, at: Instant): fc.Arbitrary<Order> {
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
    total: fc.constantFrom(0, 100, 500, 1000, 1000, 1500, 50_000, -500, -1000),
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

export function profileArbitrary(at: Instant): fc.Arbitrary<Profile> {
  const before = lagArbitrary.map((lag) => at - lag);
  const status = fc.constantFrom('SUBSCRIBED', 'SUBSCRIBED', 'SUBSCRIBED', 'UNSUBSCRIBED', 'NEVER');
  const consent = fc.record({ status, changedAt: before });
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
    email: orNull(fc.constantFrom('anna@example.com', 'Anna@Example.com', 'anna@shop.example')),
    phone: orNull(fc.constantFrom('+79990000000', '+79990000001')),
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

/** Most lately, or just when they happen. */
const soonArbitrary = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: lagArbitrary });

export function activityArbitrary(eventId: string, at: Instant): fc.Arbitrary<Activity> {
  return fc.record({
    eventId: fc.constant(eventId),
    occurredAt: soonArbitrary.map((lag) => at - lag),
    name: fc.constantFrom(...activityNames),
    properties: fc
      .record(
        {
          colour: fc.constantFrom(...colours, ''),
          price: fc.constantFrom(0, 10, 99.5),
          gift: fc.constantFrom(true, false, null),
        },
        { requiredKeys: [] },
      )
      .map((properties) => ({ ...properties })),
  });
}

type Dispatch = Pick<MessageEvent, 'messageId' | 'channel' | 'automationId' | 'mailingId' | 'templateId'>;

/** What all events of a message have in common. */
const dispatches: readonly Dispatch[] = [
  { messageId: 'm1', channel: 'EMAIL', automationId: automations[0] as string, mailingId: null, templateId: 'hello' },
  { messageId: 'm2', channel: 'EMAIL', automationId: null, mailingId: mailings[0] as string, templateId: 'hello' },
  {
    messageId: 'm3',
    channel: 'EMAIL',
    automationId: automations[1] as string,
    mailingId: null,
    templateId: 'reminder',
  },
  { messageId: 'm4', channel: 'SMS', automationId: automations[1] as string, mailingId: null, templateId: 'reminder' },
];

const kindArbitrary: fc.Arbitrary<MessageEvent['kind']> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('SENT', 'DELIVERED', 'OPENED', 'CLICKED') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('BOUNCED_HARD', 'BOUNCED_HARD', 'BOUNCED_SOFT', 'COMPLAINED', 'UNSUBSCRIBED'),
  },
  { weight: 1, arbitrary: fc.constantFrom('REPLIED', 'SKIPPED', 'DEFERRED', 'UNKNOWN') },
);

/** An event of one of a few messages, in no order. */
export function messageArbitrary(at: Instant): fc.Arbitrary<Omit<MessageEvent, 'eventId' | 'customerId'>> {
  return fc
    .record({
      dispatch: fc.constantFrom(...dispatches),
      kind: kindArbitrary,
      occurredAt: soonArbitrary.map((lag) => at - lag),
    })
    .map(({ dispatch, kind, occurredAt }) => ({ ...dispatch, kind, occurredAt }));
}
