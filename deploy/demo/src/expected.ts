import { type Catalog, type CustomerState } from '@weir/engine';
import { createFold, type ReplayEvent } from '@weir/replay';
import { type Decided, type Expected } from './observed.ts';

export interface ExpectOptions {
  readonly catalog: Catalog;
  /** In order, none after `until`. */
  readonly events: readonly ReplayEvent[];
  /** Inclusive, epoch ms. */
  readonly until: number;
  /** The segments on whose entry a letter is sent, a text message, and a task made. */
  readonly teaSegment: string;
  readonly smsSegment: string;
  readonly taskSegment: string;
  readonly teaCategory: string;
}

/** Tells, from the same events and definitions and by the engine alone, what must come out of the services. */
export function expectOutcome({ catalog, events, until, ...wanted }: ExpectOptions): Expected {
  const transitions: Decided[] = [];
  const fold = createFold({ catalog, onTransition: (transition) => transitions.push(transition) });
  for (const event of events) fold.apply(event);
  fold.advanceTo(until);
  const actingEntries = (segment: string): Decided[] =>
    transitions.filter(
      ({ type, segmentId, silent, cause }) =>
        type === 'SegmentEntered' && segmentId === segment && !silent && (cause === 'EVENT' || cause === 'TIME'),
    );
  const reachable = (segment: string, channel: 'email' | 'sms'): Decided[] =>
    actingEntries(segment).filter(({ customerId }) => mayBeReached(fold.states.get(customerId), channel));
  const teaLetters = reachable(wanted.teaSegment, 'email');
  return {
    transitions,
    teaLetters: teaLetters.map(({ customerId, effectiveAt }) => ({ customerId, effectiveAt })),
    sms: reachable(wanted.smsSegment, 'sms').length,
    tasks: actingEntries(wanted.taskSegment).length,
    teaBoughtAt: purchasesOf(wanted.teaCategory, events),
  };
}

/** Nobody's address or consent changes in the demo, so how it stands at the end is how it stood at each message. */
function mayBeReached(customer: CustomerState | undefined, channel: 'email' | 'sms'): boolean {
  const profile = customer?.profile ?? null;
  if (profile === null) return false;
  const address = channel === 'email' ? profile.email : profile.phone;
  return address !== null && profile.consents[channel]?.status === 'SUBSCRIBED';
}

function purchasesOf(category: string, events: readonly ReplayEvent[]): Map<string, number[]> {
  const purchases = new Map<string, number[]>();
  for (const { topic, event } of events) {
    if (topic !== 'order-events' || !event.order.items.some(({ categories }) => categories.includes(category)))
      continue;
    const known = purchases.get(event.customerId) ?? [];
    purchases.set(event.customerId, [...known, event.order.createdAt]);
  }
  return purchases;
}
