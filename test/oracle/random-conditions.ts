import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import { type Json, type JsonObject } from './document.ts';
import {
  campaigns,
  categories,
  cities,
  customerId,
  durationArbitrary,
  offsetArbitrary,
  products,
  sites,
  statuses,
  tags,
  tiers,
} from './vocabulary.ts';

type Condition = fc.Arbitrary<JsonObject>;

/** `{ [name]: value }` for a random value. */
function keyed(name: string, value: fc.Arbitrary<Json>): Condition {
  return value.map((one) => ({ [name]: one }));
}

function oneKeyOf(values: Record<string, fc.Arbitrary<Json>>): Condition {
  return fc.oneof(...Object.entries(values).map(([name, value]) => keyed(name, value)));
}

function textTests(words: readonly string[]): fc.Arbitrary<Json> {
  const word = fc.constantFrom(...words);
  const part = word.map((one) => one.slice(0, 3));
  const list = fc.uniqueArray(word, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    word,
    oneKeyOf({
      eq: word,
      ne: word,
      in: list,
      notIn: list,
      contains: part,
      notContains: part,
      startsWith: part,
      endsWith: word.map((one) => one.slice(-2)),
      set: fc.constant(true),
      notSet: fc.constant(true),
    }),
  );
}

function numberTests(values: readonly number[]): Condition {
  const value = fc.constantFrom(...values);
  const pair = fc.tuple(value, value).map(([left, right]) => [Math.min(left, right), Math.max(left, right)]);
  return oneKeyOf({ eq: value, ne: value, gt: value, gte: value, lt: value, lte: value, between: pair });
}

const pairOfDurations = fc
  .constantFrom(
    ['PT1H', 'P1D'],
    ['P1D', 'P7D'],
    ['P7D', 'P30D'],
    ['P30D', 'P60D'],
    ['P30D', 'P1M'],
    ['P1M', 'P2M'],
    ['P1M', 'P31D'],
  )
  .map((pair): Json => pair);

const rolling = { inLast: durationArbitrary, moreThanAgo: durationArbitrary, betweenAgo: pairOfDurations };
const ahead = { inNext: durationArbitrary, moreThanAhead: durationArbitrary };
const periods = [
  'today',
  'yesterday',
  'tomorrow',
  'thisWeek',
  'lastWeek',
  'thisMonth',
  'lastMonth',
  'thisQuarter',
  'lastQuarter',
  'thisYear',
  'lastYear',
];
const calendar = { calendar: fc.constantFrom(...periods) };
const recurring = {
  anniversary: oneKeyOf({
    inNext: fc.constantFrom('P1D', 'P7D', 'P30D'),
    inLast: fc.constantFrom('P1D', 'P7D', 'P30D'),
  }),
  monthOfYear: fc.constantFrom(1, 2, 3, 10, 12),
};

function literal(start: Instant): fc.Arbitrary<string> {
  return offsetArbitrary.map((offset) => new Date(start + offset).toISOString());
}

function day(start: Instant): fc.Arbitrary<string> {
  return literal(start).map((text) => text.slice(0, 10));
}

function ascending(value: fc.Arbitrary<string>): fc.Arbitrary<Json> {
  return fc.uniqueArray(value, { minLength: 2, maxLength: 2 }).map((pair) => pair.sort());
}

function instantTests(start: Instant): fc.Arbitrary<Json> {
  const fixed = { before: literal(start), after: literal(start), between: ascending(literal(start)), on: day(start) };
  return fc.oneof(
    { weight: 4, arbitrary: oneKeyOf(rolling) },
    { weight: 1, arbitrary: oneKeyOf(ahead) },
    { weight: 1, arbitrary: oneKeyOf(fixed) },
    { weight: 1, arbitrary: oneKeyOf(calendar) },
    { weight: 1, arbitrary: keyed('set', fc.constant(true)) },
  );
}

function birthdayTests(start: Instant): fc.Arbitrary<Json> {
  const born = fc.constantFrom('1996-02-28', '2000-02-29', '2001-01-01');
  const fixed = { before: born, after: born, on: born, between: fc.constant<Json>(['1996-02-28', '2000-02-29']) };
  return fc.oneof(
    oneKeyOf({ ...recurring, age: numberTests([17, 18, 24, 28]) }),
    oneKeyOf({
      ...fixed,
      moreThanAgo: fc.constantFrom('P18Y', 'P24Y', 'P10Y'),
      inLast: fc.constantFrom('P18Y', 'P25Y'),
    }),
    keyed('before', day(start)),
  );
}

const points = [0, 5, 7, 10, 10.5];

function customerConditions(start: Instant): Condition {
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
      { weight: 5, arbitrary: oneKeyOf(fields) },
      { weight: 2, arbitrary: keyed('birthday', birthdayTests(start)) },
      { weight: 1, arbitrary: twoKeys(fields) },
    ),
  );
}

function twoKeys(fields: Record<string, fc.Arbitrary<Json>>): Condition {
  return fc.tuple(oneKeyOf(fields), oneKeyOf(fields)).map(([left, right]) => ({ ...left, ...right }));
}

function tagTests(): fc.Arbitrary<Json> {
  const list = fc.uniqueArray(fc.constantFrom(...tags, 'STRASSE', 'LOYAL'), { minLength: 1, maxLength: 2 });
  return oneKeyOf({ hasAny: list, hasAll: list, hasNone: list, size: numberTests([0, 1, 2]) });
}

const itemTests = fc
  .record(
    {
      category: fc.oneof(
        fc.constantFrom(...categories),
        oneKeyOf({
          ne: fc.constantFrom(...categories),
          in: fc.constant<Json>(['tea', 'coffee']),
          notIn: fc.constant<Json>(['Chinese tea']),
        }),
      ),
      productId: textTests(products),
      brand: textTests(['acme', 'Other']),
      quantity: numberTests([0.5, 1, 2]),
      price: numberTests([0, 100, 500]),
      sku: textTests(['sku-1']),
    },
    { requiredKeys: [] },
  )
  .filter((tests) => Object.keys(tests).length > 0 && Object.keys(tests).length < 4) as Condition;

const statusGroups = fc.uniqueArray(fc.constantFrom('new', 'paid', 'completed', 'cancelled', 'returned'), {
  minLength: 1,
  maxLength: 3,
});

const whereTests: Condition = oneKeyOf({
  item: itemTests,
  status: textTests(statuses),
  statusGroup: fc.oneof(keyed('in', statusGroups), fc.constantFrom<Json>('paid', 'cancelled')),
  site: textTests(sites),
  paymentType: textTests(['cash', 'CARD']),
  deliveryType: textTests(['courier']),
  promoCode: textTests(['Welcome']),
  currency: fc.constantFrom('RUB', 'USD'),
  'source.campaign': textTests(campaigns),
  'custom.gift': fc.constant(true),
  'custom.note': textTests(['strasse']),
  'custom.points': numberTests(points),
});

const moneyTests: Condition = fc
  .record(
    {
      currency: fc.constantFrom('RUB', 'USD'),
      total: numberTests([0, 100, 1000, 50_000]),
      discount: numberTests([0, 50]),
    },
    { requiredKeys: ['total'] },
  )
  .map((where) => ({ ...where }));

const wheres: Condition = fc.oneof(
  { weight: 4, arbitrary: whereTests },
  { weight: 2, arbitrary: fc.tuple(whereTests, whereTests).map(([left, right]) => ({ ...left, ...right })) },
  { weight: 1, arbitrary: moneyTests },
);

function windows(start: Instant): Condition {
  return fc.oneof(
    { weight: 4, arbitrary: keyed('inLast', durationArbitrary) },
    { weight: 2, arbitrary: keyed('betweenAgo', pairOfDurations) },
    {
      weight: 1,
      arbitrary: ascending(literal(start)).map((pair) => ({
        from: (pair as Json[])[0] as Json,
        to: (pair as Json[])[1] as Json,
      })),
    },
    {
      weight: 1,
      arbitrary: ascending(day(start)).map((pair) => ({
        from: (pair as Json[])[0] as Json,
        to: (pair as Json[])[1] as Json,
      })),
    },
    { weight: 1, arbitrary: oneKeyOf(calendar) },
  );
}

const sums = [0, 1, 100, 1000, 1500, 2000, 50_000];

function withParameters(test: fc.Arbitrary<Json>, parameters: JsonObject): fc.Arbitrary<Json> {
  return test.map((one) => ({ ...(one as JsonObject), ...parameters }));
}

function aggregates(start: Instant): Condition {
  const money = fc.oneof(numberTests(sums), withParameters(numberTests(sums), { of: 'items' }));
  const few = numberTests([0, 1, 2, 3]);
  return fc.oneof(
    { weight: 4, arbitrary: oneKeyOf({ exists: fc.boolean(), count: few, sum: money }) },
    { weight: 3, arbitrary: oneKeyOf({ first: instantTests(start), last: instantTests(start) }) },
    { weight: 1, arbitrary: oneKeyOf({ average: money, min: money, max: money }) },
    {
      weight: 3,
      arbitrary: oneKeyOf({
        daysSinceLast: numberTests([0, 1, 7, 30]),
        averageGap: numberTests([0.5, 1, 10, 30]),
        share: numberTests([0.1, 0.5, 1]).chain((test) =>
          fc.constantFrom(...categories).map((category) => ({ ...test, of: { category } })),
        ),
        distinct: numberTests([0, 1, 2]).chain((test) =>
          fc.constantFrom('product', 'category', 'site').map((of) => ({ ...test, of })),
        ),
        nth: oneKeyOf(rolling).chain((test) => fc.constantFrom(1, 2, 3).map((n) => ({ ...test, n }))),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(keyed('count', few), keyed('sum', money)).map(([left, right]) => ({ ...left, ...right })),
    },
  );
}

function orderConditions(start: Instant): Condition {
  const sometimes = (chance: number, part: Condition): Condition =>
    fc.oneof({ weight: 10 - chance, arbitrary: fc.constant({}) }, { weight: chance, arbitrary: part });
  const parts = fc
    .tuple(
      sometimes(3, keyed('where', wheres)),
      sometimes(5, keyed('window', windows(start))),
      sometimes(2, keyed('at', fc.constantFrom('created', 'paid', 'completed'))),
    )
    .map((all): JsonObject => Object.assign({}, ...all));
  const plain = fc.tuple(parts, aggregates(start)).map(([left, right]) => ({ ...left, ...right }));
  const neverDone = durationArbitrary.map((inLast) => ({ exists: false, window: { inLast }, since: 'profileCreated' }));
  return keyed('orders', fc.oneof({ weight: 8, arbitrary: plain }, { weight: 1, arbitrary: neverDone }));
}

function loyaltyConditions(start: Instant): Condition {
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

const rfmConditions: Condition = keyed(
  'rfm',
  fc.record(
    {
      recency: keyed('days', numberTests([0, 7, 30])),
      frequency: fc.record({ window: keyed('inLast', durationArbitrary), count: numberTests([0, 1, 2]) }),
      monetary: fc.record({
        currency: fc.constant('RUB'),
        window: keyed('inLast', durationArbitrary),
        sum: numberTests(sums),
      }),
    },
    { requiredKeys: ['recency'] },
  ),
);

const referenceConditions: Condition = fc.nat({ max: 9 }).chain((number) =>
  fc.oneof(
    fc.constantFrom<JsonObject>({ segment: `#${number}` }, { notSegment: `#${number}` }),
    durationArbitrary.map((atLeast): JsonObject => ({ inSegmentFor: { id: `#${number}`, atLeast } })),
    durationArbitrary.map((inLast): JsonObject => ({ enteredSegment: { id: `#${number}`, inLast } })),
  ),
);

/** A single condition. A reference names its segment by a number, `#4`, until the catalog is known. */
export function leafArbitrary(start: Instant): Condition {
  const consent = oneKeyOf({
    email: fc.constantFrom('subscribed', 'unsubscribed', 'never'),
    sms: fc.constantFrom('subscribed', 'never'),
  });
  return fc.oneof(
    { weight: 8, arbitrary: orderConditions(start) },
    { weight: 4, arbitrary: customerConditions(start) },
    { weight: 1, arbitrary: keyed('consent', consent) },
    { weight: 1, arbitrary: loyaltyConditions(start) },
    { weight: 1, arbitrary: rfmConditions },
    { weight: 2, arbitrary: referenceConditions },
    { weight: 1, arbitrary: keyed('ids', fc.constantFrom<Json>([customerId], ['somebody-else'])) },
  );
}
