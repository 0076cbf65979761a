import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import { type Json } from './document.ts';
import {
  countTests,
  instantTests,
  keyed,
  numberTests,
  oneKeyOf,
  rolling,
  sometimes,
  textTests,
  together,
  windows,
  type Condition,
} from './random-tests.ts';
import { campaigns, categories, durationArbitrary, points, products, sites, statuses } from './vocabulary.ts';

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
  { weight: 2, arbitrary: together(whereTests, whereTests) },
  { weight: 1, arbitrary: moneyTests },
);

const sums = [0, 1, 100, 500, 1000, 1500, 2000, 2500, 50_000];

function aggregates(start: Instant): Condition {
  const ofOrders = numberTests(sums);
  const money = fc.oneof(
    { weight: 2, arbitrary: ofOrders },
    { weight: 1, arbitrary: together(ofOrders, fc.constant({ of: 'items' })) },
  );
  const few = countTests([0, 1, 2, 3]);
  return fc.oneof(
    { weight: 6, arbitrary: oneKeyOf({ exists: fc.boolean(), count: few, sum: money }) },
    { weight: 3, arbitrary: oneKeyOf({ first: instantTests(start), last: instantTests(start) }) },
    { weight: 1, arbitrary: oneKeyOf({ average: money, min: money, max: money }) },
    {
      weight: 3,
      arbitrary: oneKeyOf({
        daysSinceLast: countTests([0, 1, 7, 30]),
        averageGap: numberTests([0.5, 1, 10, 30]),
        share: together(numberTests([0.1, 0.5, 1]), keyed('of', keyed('category', fc.constantFrom(...categories)))),
        distinct: together(countTests([0, 1, 2]), keyed('of', fc.constantFrom('product', 'category', 'site'))),
        nth: together(oneKeyOf(rolling), keyed('n', fc.constantFrom(1, 2, 3))),
      }),
    },
    {
      weight: 1,
      arbitrary: together(keyed('count', few), keyed('sum', money)),
    },
  );
}

/** Which orders, at any time, without what is asked of them. */
export const orderChoices: Condition = together(
  sometimes(3, keyed('where', wheres)),
  sometimes(2, keyed('at', fc.constantFrom('created', 'paid', 'completed'))),
);

export function orderConditions(start: Instant): Condition {
  const plain = together(orderChoices, sometimes(7, keyed('window', windows(start))), aggregates(start));
  const neverDone = durationArbitrary.map((inLast) => ({ exists: false, window: { inLast }, since: 'profileCreated' }));
  return keyed('orders', fc.oneof({ weight: 8, arbitrary: plain }, { weight: 1, arbitrary: neverDone }));
}

export const rfmConditions: Condition = keyed(
  'rfm',
  fc.record(
    {
      recency: keyed('days', countTests([0, 7, 30])),
      frequency: fc.record({ window: keyed('inLast', durationArbitrary), count: countTests([0, 1, 2]) }),
      monetary: fc.record({
        currency: fc.constant('RUB'),
        window: keyed('inLast', durationArbitrary),
        sum: numberTests(sums),
      }),
    },
    { requiredKeys: ['recency'] },
  ),
);
