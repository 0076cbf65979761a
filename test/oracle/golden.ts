import { createCustomerState, isMember as isIn, type Catalog, type Order, type Profile } from '@weir/engine';
import { orderOf, profileOf } from '@weir/engine/testing';
import { type Instant } from './calendar.ts';
import { compileDocuments } from './disagreement.ts';
import { type JsonObject, type SegmentDocument } from './document.ts';
import { decideArrival, foldEngine } from './engine-fold.ts';
import { type Arrival, type History } from './history.ts';
import { isMember } from './naive-evaluator.ts';
import { followTimeline } from './naive-timeline.ts';
import { type Account, noFacts } from './view.ts';
import { customerId, statusGroups } from './vocabulary.ts';

/** A sentence of the language made concrete: a definition, what is known, and the zone it is seen in. */
export interface Scene {
  readonly when: JsonObject;
  /** The account's zone. */
  readonly zone?: string;
  /** The definition's own. */
  readonly timeZone?: string;
  readonly profile?: Partial<Profile>;
  readonly orders?: readonly Partial<Order>[];
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

function arrivalsOf(scene: Scene, at: Instant): Arrival[] {
  const envelope = { eventId: 'e', customerId, occurredAt: at, version: 1 };
  const ofProfile: Arrival[] =
    scene.profile === undefined
      ? []
      : [
          {
            kind: 'customer',
            at,
            event: { ...envelope, kind: 'UPSERTED', profile: profileOf(scene.profile), mergedInto: null },
          },
        ];
  const ofOrders = (scene.orders ?? []).map((order, index): Arrival => ({
    kind: 'order',
    at,
    event: { ...envelope, order: buildOrder(order, index) },
  }));
  return [...ofProfile, ...ofOrders];
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
  const profile = scene.profile === undefined ? null : profileOf(scene.profile);
  const profiles = profile === null ? [] : [{ at: now, profile }];
  const orders = (scene.orders ?? []).map(buildOrder);
  const facts = { ...noFacts(customerId), profile, profiles, orders };
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
