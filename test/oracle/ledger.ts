import { type Activity, type MessageEvent, type Order } from '@weir/engine';
import { type Instant } from './calendar.ts';
import { isErasure, type Arrival } from './history.ts';
import { type Facts, type ToldProfile } from './view.ts';

/** The facts as told so far, each with the version it was told in. */
export interface Ledger {
  profiles: readonly ToldProfile[];
  profileVersion: number;
  /** Up to when all was erased; -Infinity if nothing was. */
  erasedThrough: Instant;
  readonly orders: Map<string, { version: number; order: Order }>;
  readonly activities: Map<string, Activity>;
  messageEvents: readonly MessageEvent[];
}

export function emptyLedger(): Ledger {
  return {
    profiles: [],
    profileVersion: -1,
    erasedThrough: Number.NEGATIVE_INFINITY,
    orders: new Map(),
    activities: new Map(),
    messageEvents: [],
  };
}

export function factsOf(ledger: Ledger, customerId: string): Facts {
  const { profiles, orders, activities, messageEvents } = ledger;
  return {
    customerId,
    profile: profiles.at(-1)?.profile ?? null,
    profiles,
    orders: [...orders.values()].map(({ order }) => order),
    activities: [...activities.values()],
    messageEvents,
  };
}

function erase(ledger: Ledger, through: Instant): void {
  ledger.profiles = [];
  ledger.orders.clear();
  ledger.activities.clear();
  ledger.messageEvents = [];
  ledger.erasedThrough = Math.max(ledger.erasedThrough, through);
}

const isOptOut = ({ kind }: MessageEvent): boolean => kind === 'UNSUBSCRIBED' || kind === 'COMPLAINED';

/** Of one kind of event of a message the first counts; of opting out by it, the last too. */
function tellsNews(known: readonly MessageEvent[], event: MessageEvent): boolean {
  const ofMessage = known.filter(({ messageId }) => messageId === event.messageId);
  const ofKind = ofMessage.filter(({ kind }) => kind === event.kind);
  if (ofKind.every(({ occurredAt }) => event.occurredAt < occurredAt)) return true;
  return isOptOut(event) && ofMessage.filter(isOptOut).every(({ occurredAt }) => occurredAt < event.occurredAt);
}

/**
 * Takes an arrival in. False when its version is not above the known one, it is known or says nothing new, or it was erased: then
 * it counts as if it had never come.
 */
export function record(ledger: Ledger, arrival: Arrival): boolean {
  const { event, at } = arrival;
  if (arrival.kind === 'customer') {
    const { version, profile, occurredAt } = arrival.event;
    if (version <= ledger.profileVersion) return false;
    ledger.profileVersion = version;
    const effective = Math.min(occurredAt, at);
    if (isErasure(arrival)) erase(ledger, effective);
    else if (profile !== null) ledger.profiles = [...ledger.profiles, { at: effective, profile }];
    return true;
  }
  if (event.occurredAt <= ledger.erasedThrough) return false;
  if (arrival.kind === 'order') {
    const { order, version } = arrival.event;
    if (order.createdAt <= ledger.erasedThrough) return false;
    if (version <= (ledger.orders.get(order.orderId)?.version ?? -1)) return false;
    ledger.orders.set(order.orderId, { version, order });
    return true;
  }
  if (arrival.kind === 'activity') {
    if (ledger.activities.has(event.eventId)) return false;
    ledger.activities.set(event.eventId, arrival.event);
    return true;
  }
  if (isForgotten(ledger) || !tellsNews(ledger.messageEvents, arrival.event)) return false;
  ledger.messageEvents = [...ledger.messageEvents, arrival.event];
  return true;
}

/** Erased and not heard of since; messages are nothing that the customer did. */
function isForgotten({ erasedThrough, profiles, orders, activities }: Ledger): boolean {
  return Number.isFinite(erasedThrough) && profiles.length === 0 && orders.size === 0 && activities.size === 0;
}
