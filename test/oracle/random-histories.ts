import fc from 'fast-check';
import { dayMs, type Instant } from './calendar.ts';
import { type Arrival, type History } from './history.ts';
import { activityArbitrary, messageArbitrary, orderArbitrary, profileArbitrary } from './random-facts.ts';
import { customerId, offsetArbitrary } from './vocabulary.ts';

/** When something arrives, and in which version: more often than not later ones come later. */
const head = fc
  .record({ offset: offsetArbitrary, version: fc.integer({ min: 1, max: 4 }), isInTurn: fc.nat({ max: 2 }) })
  .map(({ offset, version, isInTurn }) => ({
    offset,
    version: isInTurn === 0 ? version : 1 + Math.floor(offset / (7 * dayMs)),
  }));

function profileArrival(start: Instant): fc.Arbitrary<Arrival> {
  return head.chain(({ offset, version }) => {
    const at = start + offset;
    const envelope = { eventId: `e-customer-${version}`, customerId, occurredAt: at, version };
    return profileArbitrary(at).map((profile): Arrival => ({
      kind: 'customer',
      at,
      event: { ...envelope, kind: 'UPSERTED', profile, mergedInto: null },
    }));
  });
}

function erasureArrival(start: Instant): fc.Arbitrary<Arrival> {
  return head.map(({ offset, version }): Arrival => {
    const at = start + offset;
    const envelope = { eventId: `e-erasure-${version}`, customerId, occurredAt: at, version };
    return { kind: 'customer', at, event: { ...envelope, kind: 'ERASED', profile: null, mergedInto: null } };
  });
}

function orderArrival(start: Instant): fc.Arbitrary<Arrival> {
  const orderId = fc.constantFrom('o1', 'o1', 'o1', 'o2', 'o3', 'o4', 'o5');
  return fc.tuple(head, orderId).chain(([{ offset, version }, id]) => {
    const at = start + offset;
    const envelope = { eventId: `e-${id}-${version}`, customerId, occurredAt: at, version };
    return orderArbitrary(id, at).map((order): Arrival => ({ kind: 'order', at, event: { ...envelope, order } }));
  });
}

function activityArrival(start: Instant): fc.Arbitrary<Arrival> {
  return fc.tuple(head, fc.nat({ max: 11 })).chain(([{ offset }, number]) => {
    const at = start + offset;
    return activityArbitrary(`a-${number}`, at).map((activity): Arrival => ({
      kind: 'activity',
      at,
      event: { ...activity, customerId },
    }));
  });
}

function messageArrival(start: Instant): fc.Arbitrary<Arrival> {
  return head.chain(({ offset }) => {
    const at = start + offset;
    return messageArbitrary(at).map((event): Arrival => ({
      kind: 'message',
      at,
      event: { ...event, eventId: `e-${event.messageId}-${event.kind}`, customerId },
    }));
  });
}

function arrivalArbitrary(start: Instant): fc.Arbitrary<Arrival> {
  return fc.oneof(
    { weight: 14, arbitrary: orderArrival(start) },
    { weight: 8, arbitrary: profileArrival(start) },
    { weight: 7, arbitrary: messageArrival(start) },
    { weight: 6, arbitrary: activityArrival(start) },
    { weight: 1, arbitrary: erasureArrival(start) },
  );
}

/** One customer's arrivals from `start` on: edits, cancellations, erasures, repeats, late and out-of-order versions, ties. */
export function historyArbitrary(start: Instant): fc.Arbitrary<History> {
  return fc
    .record({
      arrivals: fc.array(arrivalArbitrary(start), { minLength: 1, maxLength: 22, size: 'max' }),
      watchedDays: fc.constantFrom(0, 2, 45, 120, 120, 400),
    })
    .map(({ arrivals, watchedDays }) => {
      const last = Math.max(...arrivals.map((arrival) => arrival.at));
      return { customerId, arrivals, until: last + watchedDays * dayMs };
    });
}
