import type { AccountSettings } from '../account.ts';
import { addDuration } from '../calendar.ts';
import { allOf, type Condition } from '../condition.ts';
import type { CustomerFacts } from '../customer-facts.ts';
import type { Instant, Order } from '../facts.ts';
import { type JsonSchema, objectOf, wordOf } from '../json-schema.ts';
import type { Aggregate, CompiledAggregate } from '../orders/aggregate.ts';
import { average, max, min, sum } from '../orders/amounts.ts';
import { count, exists } from '../orders/counting.ts';
import { first, last, nth } from '../orders/occasions.ts';
import { answering } from '../orders/answering.ts';
import { type OrdersInquiry, reportOrders } from '../orders/orders-inquiry.ts';
import { averageGap, daysSinceLast } from '../orders/rhythm.ts';
import { categoriesAsked } from '../orders/item.ts';
import {
  figuresOf,
  isSameMatch,
  matchOf,
  type OrderTimestamp,
  orderTimestamps,
  timestampOf,
} from '../orders/selection.ts';
import type { SelectionRequest } from '../tracks/selection.ts';
import { distinct, share } from '../orders/variety.ts';
import {
  asksForStatus,
  compileWhere,
  everyOrder,
  parseWhere,
  type Where,
  whereInWords,
  whereSchema,
} from '../orders/where.ts';
import { parseWindow, type Window, windowInWords, windowSchema } from '../tracks/window.ts';
import { type Reader, shorten } from '../reading.ts';
import { both, NEVER, type Verdict, within } from '../verdict.ts';
import { type Leaf, type LeafContext, type LeafKind, zoneFields, zoneFor } from './leaf.ts';

/** What can be asked of the matching orders: the one table of aggregates. */
const aggregates = {
  exists,
  count,
  sum,
  average,
  min,
  max,
  first,
  last,
  nth,
  distinct,
  daysSinceLast,
  averageGap,
  share,
} as const;

type AggregateName = keyof typeof aggregates;
const aggregateNames = Object.keys(aggregates) as readonly AggregateName[];
const optionNames = ['where', 'window', 'at', 'since'];

export interface OrdersSpec {
  readonly aggregate: AggregateName;
  readonly ask: object;
  readonly where: Where;
  readonly at: OrderTimestamp;
  readonly window: Window | null;
  /** Not before the customer's profile is as old as the window is long. */
  readonly since: 'profileCreated' | null;
}

/** What `parse` reads, of aggregates and options. */
export const ordersProperties = {
  ...(Object.fromEntries(
    aggregateNames.map((name) => [name, (aggregates[name] as Aggregate<object>).schema]),
  ) as Readonly<Record<AggregateName, JsonSchema>>),
  where: whereSchema,
  window: windowSchema,
  at: wordOf(orderTimestamps),
  since: wordOf(['profileCreated']),
};

const schema = objectOf(ordersProperties, { minProperties: 0 });

export const orders: LeafKind<OrdersSpec> = { parse, check, schema, compile };

function parse(raw: unknown, reader: Reader): Condition | undefined {
  const entries = reader.shape(raw, 'an object, such as { count: { gte: 2 } }', [...aggregateNames, ...optionNames]);
  if (entries === undefined) return undefined;
  const read = <T>(key: string, otherwise: T, parser: (value: unknown, at: Reader) => T | undefined): T | undefined =>
    entries.has(key) ? parser(entries.get(key), reader.at(key)) : otherwise;
  const where = read<Where>('where', everyOrder, parseWhere);
  const window = read<Window | null>('window', null, parseWindow);
  const at = read<OrderTimestamp>('at', 'created', (value, place) => place.word(value, orderTimestamps));
  const since = read<'profileCreated' | null>('since', null, (value, place) =>
    place.word(value, ['profileCreated'] as const),
  );
  const asked = aggregateNames.filter((name) => entries.has(name));
  const asks: readonly (readonly [AggregateName, unknown])[] =
    asked.length === 0 ? [['exists', true]] : asked.map((name) => [name, entries.get(name)]);
  if (since != null) checkSince(asks, window, reader.at('since'));
  const leaves = asks.map(([aggregate, value]): Condition | undefined => {
    const ask = (aggregates[aggregate] as Aggregate<object>).parse(value, reader.at(aggregate), where ?? everyOrder);
    if (ask === undefined || where === undefined || window === undefined || at === undefined || since === undefined)
      return undefined;
    const spec = { aggregate, ask, where, at, window, since } satisfies OrdersSpec;
    return { kind: 'leaf', leaf: 'orders', spec, path: asked.length === 0 ? reader.path : reader.at(aggregate).path };
  });
  return leaves.every((leaf) => leaf !== undefined) ? allOf(leaves) : undefined;
}

/** An anchor makes sense for "nothing (or little) happened in the last P" only. */
function checkSince(
  asks: readonly (readonly [AggregateName, unknown])[],
  window: Window | null | undefined,
  reader: Reader,
): void {
  if (window?.kind !== 'inLast') reader.fail('since needs window: { inLast: <duration> }');
  for (const [name, value] of asks) {
    if (name !== 'count' && !(name === 'exists' && value === false)) {
      reader.fail(`since goes with exists: false or with count, not with ${name === 'exists' ? 'exists: true' : name}`);
    }
  }
}

function compile(spec: OrdersSpec, context: LeafContext): Leaf {
  const aggregate = aggregates[spec.aggregate] as Aggregate<object>;
  const compiled = aggregate.compile(spec.ask);
  const currency = currencyOf(spec, context.account);
  const answer = answering(compiled, orderSelection(spec, currency, context.account), spec.window, context);
  const zoneOf = zoneFor(context);
  const anchored = anchoredBy(spec, zoneOf);
  const condition = conditionInWords(spec);
  const threshold = thresholdInWords(compiled, spec);
  const inquiry: OrdersInquiry = {
    lens: answer.lens,
    compiled,
    currency,
    asksForStatus: asksForStatus(spec.where),
    zoneOf,
    judge: (track, kept, facts, now) => anchored(compiled.evaluate(kept, track, now, zoneOf(facts)), facts, now),
  };
  return {
    fields: [...zoneFields(context), ...(spec.since === null ? [] : (['createdAt'] as const))],
    watches: answer.watches,
    evaluate: (facts, now) => anchored(answer.evaluate(facts, now), facts, now),
    explain: (facts, now) => ({
      condition,
      actual: answer.actual(facts, now),
      threshold,
    }),
    report: (facts, now) => reportOrders(inquiry, facts, now),
  };
}

/** Amounts, where any are reckoned, are of the one currency given. */
export function orderSelection(
  { where, at }: Pick<OrdersSpec, 'where' | 'at'>,
  currency: string | null,
  account: AccountSettings,
): SelectionRequest {
  return {
    source: 'orders',
    key: JSON.stringify([where, at, currency]),
    compile: () => {
      const select = compileWhere(where, account, currency);
      return {
        labels: where.item && categoriesAsked(where.item),
        match: (order: Order) => {
          const instant = timestampOf(order, at);
          const items = instant === null ? null : select(order);
          return instant === null || items === null ? null : matchOf(order, instant, items);
        },
        figuresOf,
        isSame: isSameMatch,
      };
    },
  };
}

/** What is found counts only once the profile is old enough, where the document wants that. */
function anchoredBy(
  spec: OrdersSpec,
  zoneOf: ReturnType<typeof zoneFor>,
): (found: Verdict, facts: CustomerFacts, now: Instant) => Verdict {
  if (spec.since === null) return (found) => found;
  return (found, facts, now) => both(found, oldEnough(spec, facts, now, zoneOf));
}

/** The one currency of the amounts that are reckoned; null when none are. */
function currencyOf({ aggregate, ask }: OrdersSpec, account: AccountSettings): string | null {
  const { currency } = aggregates[aggregate] as Aggregate<object>;
  return currency === undefined ? null : (currency(ask) ?? account.currency);
}

function check(spec: OrdersSpec, account: AccountSettings): string | undefined {
  if (currencyOf(spec, account) !== '') return undefined;
  return `${spec.aggregate} of orders needs a currency: the account has none, and the segment names none`;
}

/** A customer whose profile has not come yet is not old enough. */
function oldEnough(spec: OrdersSpec, facts: CustomerFacts, now: Instant, zoneOf: ReturnType<typeof zoneFor>): Verdict {
  if (facts.profile === null || spec.window?.kind !== 'inLast') return NEVER;
  return within(addDuration(facts.profile.createdAt, spec.window.length, zoneOf(facts)), Number.POSITIVE_INFINITY, now);
}

function conditionInWords({ aggregate, where, at, window }: OrdersSpec): string {
  const parts = [`orders.${aggregate}`];
  const conditions = whereInWords(where);
  if (conditions !== '') parts.push(`where ${conditions}`);
  if (window !== null) parts.push(`window ${windowInWords(window)}`);
  if (at !== 'created') parts.push(`at ${at}`);
  return shorten(parts.join('; '), 200);
}

function thresholdInWords(compiled: CompiledAggregate, { since }: OrdersSpec): string {
  return since === null ? compiled.threshold : `${compiled.threshold} since ${since}`;
}
