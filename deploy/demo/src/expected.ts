import { type Catalog, type CustomerState } from '@weir/engine';
import { createFold, type ReplayEvent } from '@weir/replay';
import { type Decided, type Expected, type ExpectedLetter } from './observed.ts';

export interface ExpectOptions {
  readonly catalog: Catalog;
  /** In order, none after `until`. */
  readonly events: readonly ReplayEvent[];
  /** Inclusive, epoch ms. */
  readonly until: number;
  readonly teaSegment: string;
  readonly teaCategory: string;
}

/** Tells, from the same events and definitions and by the engine alone, what must come out of the services. */
export function expectOutcome({ catalog, events, until, teaSegment, teaCategory }: ExpectOptions): Expected {
  const transitions: Decided[] = [];
  const fold = createFold({ catalog, onTransition: (transition) => transitions.push(transition) });
  for (const event of events) fold.apply(event);
  fold.advanceTo(until);
  const teaLetters = transitions
    .filter(({ type, segmentId }) => type === 'SegmentEntered' && segmentId === teaSegment)
    .filter(({ silent, cause }) => !silent && (cause === 'EVENT' || cause === 'TIME'))
    .filter(({ customerId }) => mayBeWrittenTo(fold.states.get(customerId)))
    .map(({ customerId, effectiveAt }): ExpectedLetter => ({ customerId, effectiveAt }));
  return { transitions, teaLetters, teaBoughtAt: purchasesOf(teaCategory, events) };
}

/** Nobody's address or consent changes in the demo, so how it stands at the end is how it stood at each letter. */
function mayBeWrittenTo(customer: CustomerState | undefined): boolean {
  const profile = customer?.profile ?? null;
  return profile !== null && profile.email !== null && profile.consents['email']?.status === 'SUBSCRIBED';
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
