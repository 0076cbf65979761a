import fc from 'fast-check';
import { type Json, type JsonObject } from './document.ts';
import { activityConditions, messageConditions, sequenceConditions } from './random-conduct-conditions.ts';
import { orderConditions, rfmConditions } from './random-order-conditions.ts';
import {
  consentConditions,
  contactableConditions,
  customerConditions,
  loyaltyConditions,
} from './random-profile-conditions.ts';
import { keyed, type Condition } from './random-tests.ts';
import { remembering } from './remembering.ts';
import { customerId, durationArbitrary } from './vocabulary.ts';

const referenceConditions: Condition = fc.nat({ max: 9 }).chain((number) =>
  fc.oneof(
    fc.constantFrom<JsonObject>({ segment: `#${number}` }, { notSegment: `#${number}` }),
    durationArbitrary.map((atLeast): JsonObject => ({ inSegmentFor: { id: `#${number}`, atLeast } })),
    durationArbitrary.map((inLast): JsonObject => ({ enteredSegment: { id: `#${number}`, inLast } })),
  ),
);

const bucketConditions: Condition = keyed(
  'bucket',
  fc.record({
    salt: fc.constantFrom('spring', 'autumn', 'hold-out'),
    from: fc.constantFrom(0, 2500),
    to: fc.constantFrom(5000, 10_000),
  }),
);

/** A single condition about a stage that begins at `start`. A reference names its segment by a number, `#4`, until the catalog is known. */
export const leafArbitrary = remembering((start: number): Condition =>
  fc.oneof(
    { weight: 16, arbitrary: orderConditions(start) },
    { weight: 8, arbitrary: customerConditions(start) },
    { weight: 5, arbitrary: messageConditions(start) },
    { weight: 4, arbitrary: activityConditions(start) },
    { weight: 4, arbitrary: sequenceConditions(start) },
    { weight: 5, arbitrary: referenceConditions },
    { weight: 2, arbitrary: consentConditions },
    { weight: 2, arbitrary: contactableConditions },
    { weight: 2, arbitrary: loyaltyConditions(start) },
    { weight: 2, arbitrary: rfmConditions },
    { weight: 1, arbitrary: bucketConditions },
    { weight: 1, arbitrary: keyed('ids', fc.constantFrom<Json>([customerId], ['somebody-else'])) },
  ),
);
