import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import { type Json } from './document.ts';
import { orderChoices } from './random-order-conditions.ts';
import {
  countTests,
  instantTests,
  keyed,
  numberTests,
  oneKeyOf,
  sometimes,
  someKeysOf,
  textTests,
  together,
  windows,
  type Condition,
} from './random-tests.ts';
import { activityNames, automations, colours, mailings, templates } from './vocabulary.ts';

const wheres: Condition = someKeysOf({
  colour: textTests(colours),
  price: numberTests([0, 10, 99.5]),
  gift: fc.constant(true),
});

const named: Condition = keyed('name', fc.constantFrom(...activityNames));

/** Which activities, without what is asked of them. */
function activitySelections(start: Instant): Condition {
  return together(named, sometimes(3, keyed('where', wheres)), sometimes(5, keyed('window', windows(start))));
}

function occasions(start: Instant, instants: readonly string[]): Condition {
  const tests = Object.fromEntries(instants.map((name): [string, fc.Arbitrary<Json>] => [name, instantTests(start)]));
  return oneKeyOf({ exists: fc.boolean(), count: countTests([0, 1, 2, 3]), ...tests });
}

export function activityConditions(start: Instant): Condition {
  return keyed('activity', together(activitySelections(start), sometimes(8, occasions(start, ['first', 'last']))));
}

/** One after another, or in vain; a window says from when the first may be. */
export function sequenceConditions(start: Instant): Condition {
  const side = fc.oneof(
    { weight: 3, arbitrary: keyed('activity', together(named, sometimes(3, keyed('where', wheres)))) },
    { weight: 2, arbitrary: keyed('orders', orderChoices) },
  );
  const within = fc.constantFrom('PT1H', 'PT2H', 'P1D', 'P7D', 'P1M', 'P1M15DT12H');
  return keyed(
    'sequence',
    together(
      keyed('first', side),
      fc.oneof(keyed('then', side), keyed('thenNot', side)),
      keyed('within', within),
      sometimes(4, keyed('window', windows(start))),
    ),
  );
}

const outcomes = [
  'sent',
  'delivered',
  'notDelivered',
  'opened',
  'notOpened',
  'clicked',
  'notClicked',
  'bounced',
  'complained',
  'unsubscribed',
];

export function messageConditions(start: Instant): Condition {
  return keyed(
    'messages',
    together(
      sometimes(4, keyed('channel', fc.constantFrom('email', 'sms'))),
      sometimes(1, keyed('automation', fc.constantFrom(...automations))),
      sometimes(1, keyed('template', fc.constantFrom(...templates))),
      sometimes(1, keyed('mailing', fc.constantFrom(...mailings))),
      sometimes(9, keyed('outcome', fc.constantFrom(...outcomes))),
      sometimes(5, keyed('window', windows(start))),
      occasions(start, ['last']),
    ),
  );
}
