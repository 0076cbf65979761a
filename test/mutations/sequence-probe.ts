import { defaultStatusGroups } from '@weir/engine';
import { orderOf, profileOf } from '@weir/engine/testing';
import fc from 'fast-check';
import { answerCase } from '../oracle/disagreement.ts';
import { type SegmentDocument } from '../oracle/document.ts';
import { type Arrival, type History } from '../oracle/history.ts';

const hour = 3_600_000;
const customerId = 'shopper';
/** Clocks go forward in Berlin half a day later, and have gone forward in New York. */
const begin = Date.parse('2026-03-28T12:00:00Z');

const cart = { activity: { name: 'cart_updated' } };
const sequences = [
  { first: cart, then: { orders: {} }, within: 'PT2H' },
  { first: cart, thenNot: { orders: {} }, within: 'PT2H' },
  { first: cart, thenNot: { orders: {} }, within: 'P1D', window: { inLast: 'P2D' } },
  { first: { orders: {} }, then: cart, within: 'P1D', window: { calendar: 'today' } },
  { first: { orders: { where: { statusGroup: 'paid' } } }, thenNot: cart, within: 'PT3H', window: { inLast: 'PT12H' } },
];
const documents = sequences.map((sequence, index): SegmentDocument => ({
  id: `s${index}`,
  name: `Sequence ${index}`,
  timeZone: 'customer',
  when: { sequence },
}));

/** What happens to a customer in two days, at full hours: so close together that things meet. */
const happening = fc.record({
  what: fc.constantFrom('cart', 'cart', 'order', 'order', 'move'),
  hours: fc.nat({ max: 48 }),
  isLate: fc.nat({ max: 4 }).map((number) => number === 0),
  which: fc.nat({ max: 2 }),
  status: fc.constantFrom('paid', 'completed', 'cancelled'),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function arrivalOf({ what, hours, isLate, which, status }: Happening, index: number): Arrival {
  const occurredAt = begin + hours * hour;
  const told = { eventId: `e${index}`, customerId, occurredAt };
  const at = isLate ? occurredAt + 5 * hour : occurredAt;
  const name = which === 0 ? 'Cart_Updated' : 'cart_updated';
  if (what === 'cart') return { kind: 'activity', at, event: { ...told, name, properties: {} } };
  const version = at + index;
  if (what === 'order') {
    const order = orderOf({ orderId: `o${which}`, status, createdAt: occurredAt });
    return { kind: 'order', at, event: { ...told, version, order } };
  }
  const profile = profileOf({ timeZone: ['UTC', 'Europe/Berlin', 'America/New_York'][which] as string });
  return { kind: 'customer', at, event: { ...told, version, kind: 'UPSERTED', profile, mergedInto: null } };
}

const history = fc.array(happening, { minLength: 2, maxLength: 12, size: 'max' }).map((happenings): History => ({
  customerId,
  arrivals: happenings.map(arrivalOf),
  until: begin + 120 * hour,
}));

/** Where engine and oracle differ over carts and orders that come thick and fast, are edited and taken back. */
export function findWrongSequence(): string | undefined {
  const account = { timeZone: 'UTC', currency: 'RUB', statusGroups: defaultStatusGroups };
  let difference: string | undefined;
  const property = fc.property(history, (one) => {
    const schedule = { pauses: [], stepwise: true };
    const answer = answerCase({ account, documents, history: one, change: undefined, schedule });
    if (answer.kind === 'different') difference = answer.difference;
    return answer.kind !== 'different';
  });
  fc.check(property, { seed: 1, numRuns: 500, endOnFailure: true });
  return difference;
}
