import {
  createCustomerState,
  isMember as isIn,
  type ActivityEvent,
  type Catalog,
  type CustomerEvent,
  type MessageEvent,
  type Order,
  type Profile,
} from '@weir/engine';
import { orderOf, profileOf } from '@weir/engine/testing';
import { type Instant } from './calendar.ts';
import { compileDocuments } from './disagreement.ts';
import { type JsonObject, type SegmentDocument } from './document.ts';
import { decideArrival, foldEngine } from './engine-fold.ts';
import { type Arrival, type History } from './history.ts';
import { emptyLedger, factsOf, record } from './ledger.ts';
import { isMember } from './naive-evaluator.ts';
import { followTimeline } from './naive-timeline.ts';
import { type Account } from './view.ts';
import { customerId, statusGroups } from './vocabulary.ts';

/** A sentence of the language made concrete: a definition, what is known, and the zone it is seen in. */
export interface Scene {
  readonly when: JsonObject;
  /** The account's zone. */
  readonly zone?: string;
  /** The definition's own. */
  readonly timeZone?: string;
  readonly profile?: Partial<Profile>;
  /** What was said of the customer before, each from its instant on. */
  readonly before?: readonly { readonly at: Instant; readonly profile: Partial<Profile> }[];
  readonly orders?: readonly Partial<Order>[];
  readonly activities?: readonly Partial<ActivityEvent>[];
  readonly messages?: readonly Partial<MessageEvent>[];
}

export function buildOrder(given: Partial<Order>, index = 0): Order {
  return orderOf({ orderId: `o${index}`, status: 'new', ...given });
}

function documentOf(scene: Scene): SegmentDocument {
  return {
    id: 'golden',
    name: 'Golden',
    ...(scene.timeZone === undefined ? {} : { timeZone: scene.timeZone }),
    when: scene.when,
  };
}

function accountOf(scene: Scene): Account {
  return { timeZone: scene.zone ?? 'UTC', currency: 'RUB', statusGroups };
}

const dispatch = {
  messageId: 'm',
  channel: 'EMAIL',
  automationId: null,
  mailingId: null,
  templateId: 'hello',
} as const;

/** All that is known, told at one instant. */
function arrivalsOf(scene: Scene, at: Instant): Arrival[] {
  const { before = [], profile, orders = [], activities = [], messages = [] } = scene;
  const profiles = [...before, ...(profile === undefined ? [] : [{ at, profile }])];
  return [
    ...profiles.map((told, index): Arrival => ({ kind: 'customer', at, event: toldOf(told, index + 1) })),
    ...orders.map((order, index): Arrival => {
      const envelope = { eventId: `order-${index}`, customerId, occurredAt: at, version: 1 };
      return { kind: 'order', at, event: { ...envelope, order: buildOrder(order, index) } };
    }),
    ...activities.map((activity, index): Arrival => {
      const envelope = { eventId: `activity-${index}`, customerId, occurredAt: at };
      return { kind: 'activity', at, event: { ...envelope, name: 'product_viewed', properties: {}, ...activity } };
    }),
    ...messages.map((message, index): Arrival => {
      const envelope = { eventId: `message-${index}`, customerId, occurredAt: at };
      return { kind: 'message', at, event: { ...envelope, ...dispatch, kind: 'SENT', ...message } };
    }),
  ];
}

function toldOf(told: { readonly at: Instant; readonly profile: Partial<Profile> }, version: number): CustomerEvent {
  const envelope = { eventId: `profile-${version}`, customerId, occurredAt: told.at, version };
  return { ...envelope, kind: 'UPSERTED', profile: profileOf(told.profile), mergedInto: null };
}

/** The engine's catalog of the scene's only segment. Throws with the engine's reasons when it refuses the definition. */
function engineCatalog(scene: Scene): Catalog {
  const compiled = compileDocuments([documentOf(scene)], accountOf(scene));
  if ('reasons' in compiled)
    throw new Error(`the engine refuses ${JSON.stringify(scene.when)}: ${compiled.reasons.join('; ')}`);
  return compiled.catalog;
}

function engineAnswer(scene: Scene, now: Instant): boolean {
  const catalog = engineCatalog(scene);
  const state = createCustomerState(customerId);
  const arrivals = arrivalsOf(scene, now);
  const known = arrivals.length > 0 ? arrivals : arrivalsOf({ ...scene, profile: {} }, now);
  for (const arrival of known) {
    decideArrival(catalog, state, arrival);
  }
  return isIn(state.memberships.get('golden'));
}

/** Whether the scene's customer is in at `now`, by the oracle and by the engine. */
export function membersAt(scene: Scene, at: string): { oracle: boolean; engine: boolean } {
  const now = Date.parse(at);
  const ledger = emptyLedger();
  for (const arrival of arrivalsOf(scene, now)) record(ledger, arrival);
  const facts = factsOf(ledger, customerId);
  return { oracle: isMember(documentOf(scene), facts, now, accountOf(scene)), engine: engineAnswer(scene, now) };
}

/** When the scene's customer enters (+) and leaves (-), all being told at `told` and time being watched up to `until`. */
export function flipsOf(scene: Scene, told: string, until: string): { oracle: string[]; engine: string[] } {
  const history: History = { customerId, arrivals: arrivalsOf(scene, Date.parse(told)), until: Date.parse(until) };
  const schedule = { pauses: [{ share: 0.5, restart: true }], stepwise: true };
  const written = (all: readonly { type: string; effectiveAt: Instant }[]): string[] =>
    all.map(
      ({ type, effectiveAt }) => `${type === 'SegmentEntered' ? '+' : '-'} ${new Date(effectiveAt).toISOString()}`,
    );
  return {
    oracle: written(followTimeline([documentOf(scene)], accountOf(scene), history).transitions),
    engine: written(foldEngine(engineCatalog(scene), history, schedule).transitions),
  };
}

/** Epoch milliseconds of an RFC 3339 text, to build facts with. */
export function at(text: string): Instant {
  return Date.parse(text);
}

/** What `membersAt` or `flipsOf` says when both say the same. */
export function both<T>(answer: T): { oracle: T; engine: T } {
  return { oracle: answer, engine: answer };
}
