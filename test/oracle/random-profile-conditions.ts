import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import { type Json } from './document.ts';
import {
  birthdayTests,
  countTests,
  instantTests,
  keyed,
  numberTests,
  oneKeyOf,
  pastTests,
  sometimes,
  someKeysOf,
  textTests,
  together,
  type Condition,
} from './random-tests.ts';
import { campaigns, cities, points, tags, tiers } from './vocabulary.ts';

function tagTests(): fc.Arbitrary<Json> {
  const list = fc.uniqueArray(fc.constantFrom(...tags, 'STRASSE', 'LOYAL'), { minLength: 1, maxLength: 2 });
  return oneKeyOf({ hasAny: list, hasAll: list, hasNone: list, size: countTests([0, 1, 2]) });
}

/** That a field changed: from, to, and when. */
function changedTests(start: Instant, words: readonly Json[]): fc.Arbitrary<Json> {
  const word = fc.constantFrom(...words);
  return keyed(
    'changed',
    together(sometimes(8, pastTests(start)), sometimes(3, keyed('from', word)), sometimes(3, keyed('to', word))),
  );
}

function changedConditions(start: Instant): Condition {
  return oneKeyOf({
    city: changedTests(start, cities),
    email: changedTests(start, ['anna@example.com', 'ANNA@shop.example']),
    phone: changedTests(start, ['+79990000000']),
    'source.campaign': changedTests(start, campaigns),
    'loyalty.level': changedTests(start, tiers),
    'loyalty.balance': changedTests(start, [0, 50, 100]),
    'custom.tier': changedTests(start, tiers),
    'custom.points': changedTests(start, points),
    vip: changedTests(start, [true, false]),
    birthday: keyed('changed', sometimes(8, pastTests(start))),
  });
}

export function customerConditions(start: Instant): Condition {
  const fields = {
    city: textTests(cities),
    country: textTests(['DE', 'de', 'RU']),
    firstName: textTests(['Анна', 'anna']),
    email: textTests(['anna@example.com', 'ANNA@example.com']),
    'source.campaign': textTests(campaigns),
    'loyalty.level': textTests(tiers),
    'loyalty.balance': numberTests([0, 50, 100]),
    'loyalty.joinedAt': instantTests(start),
    'custom.tier': textTests(tiers),
    'custom.points': numberTests(points),
    'custom.flag': fc.constant(true),
    vip: fc.boolean(),
    bad: fc.boolean(),
    tags: tagTests(),
    createdAt: instantTests(start),
  };
  return keyed(
    'customer',
    fc.oneof(
      { weight: 6, arbitrary: someKeysOf(fields) },
      { weight: 2, arbitrary: keyed('birthday', birthdayTests(start)) },
      { weight: 3, arbitrary: changedConditions(start) },
    ),
  );
}

export function loyaltyConditions(start: Instant): Condition {
  return keyed(
    'loyalty',
    oneKeyOf({
      programId: fc.constant('main'),
      status: fc.constantFrom('ACTIVE', 'active', 'LEFT'),
      level: textTests(tiers),
      balance: numberTests([0, 50, 100]),
      joinedAt: instantTests(start),
      levelSince: instantTests(start),
    }),
  );
}

export const consentConditions: Condition = keyed(
  'consent',
  oneKeyOf({
    email: fc.constantFrom('subscribed', 'unsubscribed', 'never'),
    sms: fc.constantFrom('subscribed', 'unsubscribed', 'never'),
  }),
);

export const contactableConditions: Condition = keyed('contactable', fc.constantFrom('email', 'sms'));
