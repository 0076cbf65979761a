import {
  type Catalog,
  compileCatalog,
  copyState,
  createCustomerState,
  type CustomerState,
  decideCustomerEvent,
  decideOrderEvent,
  defaultStatusGroups,
  isMember,
  type Order,
  type OrderEvent,
  parseSegment,
  type Profile,
} from '@weir/engine';
import { type MixedSegment } from './segment-mix.ts';

/** One customer as a contender keeps it. */
export interface Contender<Kept> {
  readonly name: string;
  /** A customer with a profile and a history, decided as of the last order. */
  begin(profile: Profile, history: readonly OrderEvent[]): Kept;
  /** What is timed: one more order. Returns how many memberships turned, or null if it cannot tell. */
  take(kept: Kept, event: OrderEvent): number | null;
  members(kept: Kept): readonly string[];
}

export function compileMix(mix: readonly MixedSegment[]): Catalog {
  const definitions = mix.map(({ id, name, when }) => {
    const parsed = parseSegment({ id, name, when });
    if (!parsed.ok) throw new Error(`${id}: ${JSON.stringify(parsed.problems)}`);
    return parsed.definition;
  });
  const compiled = compileCatalog(
    definitions,
    { timeZone: 'UTC', currency: 'RUB', statusGroups: defaultStatusGroups },
    1,
  );
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems[0]));
  return compiled.catalog;
}

const memberIds = ({ memberships }: CustomerState): string[] =>
  [...memberships.values()].filter(isMember).map(({ segmentId }) => segmentId);

function beginState(catalog: Catalog, profile: Profile, history: readonly OrderEvent[]): CustomerState {
  const first = history[0];
  const customerId = first?.customerId ?? 'nobody';
  const at = first?.occurredAt ?? profile.createdAt;
  const state = createCustomerState(customerId);
  const event = {
    eventId: 'p',
    customerId,
    occurredAt: at,
    version: 1,
    kind: 'UPSERTED' as const,
    profile,
    mergedInto: null,
  };
  decideCustomerEvent(catalog, state, event, at);
  for (const order of history) decideOrderEvent(catalog, state, order, order.occurredAt);
  return state;
}

/** The engine as the evaluator uses it. */
export function engine(catalog: Catalog): Contender<CustomerState> {
  return {
    name: 'engine',
    begin: (profile, history) => beginState(catalog, profile, history),
    take: (state, event) => decideOrderEvent(catalog, state, event, event.occurredAt).length,
    members: memberIds,
  };
}

/** The same engine with nothing kept between events: every segment over the whole history, each time. */
export function naive(catalog: Catalog): Contender<{ state: CustomerState }> {
  return {
    name: 'everything anew',
    begin: (profile, history) => ({ state: beginState(catalog, profile, history) }),
    take: (kept, event) => {
      // Nothing that was derived hangs on a copy.
      const state = copyState(kept.state);
      const turned = decideOrderEvent(catalog, state, event, event.occurredAt).length;
      kept.state = state;
      return turned;
    },
    members: ({ state }) => memberIds(state),
  };
}

interface Facts {
  readonly profile: Profile;
  readonly orders: Order[];
  readonly holds: boolean[];
  now: number;
}

/** One function made of source text per segment: true or false over the whole history, and no word of when that changes. */
export function generated(mix: readonly MixedSegment[]): Contender<Facts> {
  const functions = mix.map(
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the peer that is measured
    (segment) => new Function('customer', 'now', segment.generated) as (customer: Facts, now: number) => boolean,
  );
  const decide = (facts: Facts): void => {
    for (let n = 0; n < functions.length; n++)
      facts.holds[n] = (functions[n] as (typeof functions)[number])(facts, facts.now);
  };
  return {
    name: 'generated functions',
    begin: (profile, history) => {
      const now = history.at(-1)?.occurredAt ?? profile.createdAt;
      const facts = { profile, orders: history.map(({ order }) => order), holds: [], now };
      decide(facts);
      return facts;
    },
    take: (facts, event) => {
      facts.orders.push(event.order);
      facts.now = event.occurredAt;
      decide(facts);
      return null;
    },
    members: ({ holds }) => mix.filter((_, n) => holds[n]).map(({ id }) => id),
  };
}
