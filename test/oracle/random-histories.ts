import { type Order, type Profile } from '@weir/engine';
import fc from 'fast-check';
import { dayMs, type Instant } from './calendar.ts';
import { type Arrival, type History } from './history.ts';
import { activityArbitrary, messageArbitrary, orderArbitrary, profileArbitrary } from './random-facts.ts';
import { remembering } from './remembering.ts';
import { customerId, offsetArbitrary } from './vocabulary.ts';

/** When something arrives, and in which version: more often than not later ones come later. */
const head = fc
  .record({ offset: offsetArbitrary, version: fc.integer({ min: 1, max: 4 }), isInTurn: fc.nat({ max: 2 }) })
  .map(({ offset, version, isInTurn }) => ({
    offset,
    version: isInTurn === 0 ? version : 1 + Math.floor(offset / (7 * dayMs)),
  }));

/** What was told first of everything that is edited later. */
interface Originals {
  readonly profile: Profile;
  readonly order: Order;
}

/** An arrival, once it is known what was told first. */
type Telling = (originals: Originals) => Arrival;

/** An edit: the original with some of its fields taken from another; or that other as it is. */
function edited<Fact extends object>(original: Fact, other: Fact, fields: readonly number[]): Fact {
  if (fields.length === 0) return other;
  const entries = Object.entries(other);
  return {
    ...original,
    ...Object.fromEntries(fields.map((field) => entries[field % entries.length] as [string, unknown])),
  };
}

const fieldsArbitrary = fc.array(fc.nat({ max: 999 }), { maxLength: 3, size: 'max' });

function profileArrival(start: Instant): fc.Arbitrary<Telling> {
  return fc.tuple(head, fieldsArbitrary).chain(([{ offset, version }, fields]) => {
    const at = start + offset;
    const envelope = { eventId: `e-customer-${version}`, customerId, occurredAt: at, version };
    return profileArbitrary(at).map((other): Telling => (originals) => {
      const profile = edited(originals.profile, other, fields);
      return { kind: 'customer', at, event: { ...envelope, kind: 'UPSERTED', profile, mergedInto: null } };
    });
  });
}

function erasureArrival(start: Instant): fc.Arbitrary<Telling> {
  return head.map(({ offset, version }): Telling => {
    const at = start + offset;
    const envelope = { eventId: `e-erasure-${version}`, customerId, occurredAt: at, version };
    return () => ({
      kind: 'customer',
      at,
      event: { ...envelope, kind: 'ERASED', profile: null, mergedInto: null },
    });
  });
}

function orderArrival(start: Instant, ids: readonly string[]): fc.Arbitrary<Telling> {
  return fc.tuple(head, fc.constantFrom(...ids), fieldsArbitrary).chain(([{ offset, version }, id, fields]) => {
    const at = start + offset;
    const envelope = { eventId: `e-${id}-${version}`, customerId, occurredAt: at, version };
    return orderArbitrary(id, at).map((other): Telling => (originals) => {
      const order = edited({ ...originals.order, orderId: id }, other, fields);
      return { kind: 'order', at, event: { ...envelope, order } };
    });
  });
}

function activityArrival(start: Instant): fc.Arbitrary<Telling> {
  return fc.tuple(head, fc.nat({ max: 15 })).chain(([{ offset }, number]) => {
    const at = start + offset;
    return activityArbitrary(`a-${number}`, at).map((activity): Telling => () => ({
      kind: 'activity',
      at,
      event: { ...activity, customerId },
    }));
  });
}

function messageArrival(start: Instant): fc.Arbitrary<Telling> {
  return head.chain(({ offset }) => {
    const at = start + offset;
    return messageArbitrary(at).map((event): Telling => () => ({
      kind: 'message',
      at,
      event: { ...event, eventId: `e-${event.messageId}-${event.kind}`, customerId },
    }));
  });
}

const fewOrders = ['o1', 'o1', 'o1', 'o2', 'o3', 'o4', 'o5'];
const manyOrders = Array.from({ length: 16 }, (_, index) => `o${index + 1}`);

/** Of all kinds; or of a customer who mostly buys, who mostly looks around, or to whom much is written. */
const tellingsArbitrary = remembering((start: Instant): fc.Arbitrary<Telling[]> => {
  const kinds = (orders: number, activities: number, messages: number, ids = fewOrders): fc.Arbitrary<Telling> =>
    fc.oneof(
      { weight: orders, arbitrary: orderArrival(start, ids) },
      { weight: activities, arbitrary: activityArrival(start) },
      { weight: messages, arbitrary: messageArrival(start) },
      { weight: 8, arbitrary: profileArrival(start) },
      { weight: 1, arbitrary: erasureArrival(start) },
    );
  const several = (kind: fc.Arbitrary<Telling>): fc.Arbitrary<Telling[]> =>
    fc.array(kind, { minLength: 1, maxLength: 22, size: 'max' });
  return fc.oneof(
    { weight: 4, arbitrary: several(kinds(14, 6, 7)) },
    { weight: 2, arbitrary: several(kinds(80, 2, 2, manyOrders)) },
    { weight: 1, arbitrary: several(kinds(20, 60, 2, manyOrders)) },
    { weight: 1, arbitrary: several(kinds(4, 2, 80)) },
  );
});

const originalsArbitrary = remembering((start: Instant): fc.Arbitrary<Originals> =>
  fc.record({ profile: profileArbitrary(start), order: orderArbitrary('o1', start + 20 * dayMs) }),
);

/**
 * One customer's arrivals from `start` on: edits of much or of little, cancellations, erasures, repeats, late and out-of-order
 * versions, ties.
 */
export function historyArbitrary(start: Instant): fc.Arbitrary<History> {
  return fc
    .record({
      originals: originalsArbitrary(start),
      tellings: tellingsArbitrary(start),
      watchedDays: fc.constantFrom(0, 2, 45, 120, 120, 400),
    })
    .map(({ originals, tellings, watchedDays }) => {
      const arrivals = tellings.map((telling) => telling(originals));
      const last = Math.max(...arrivals.map((arrival) => arrival.at));
      return { customerId, arrivals, until: last + watchedDays * dayMs };
    });
}
