import type { AccountSettings } from '../account.ts';
import { addDuration } from '../calendar.ts';
import { allOf, type Condition } from '../condition.ts';
import type { CustomerFacts } from '../customer-facts.ts';
import type { Instant, Order } from '../facts.ts';
import { type JsonSchema, objectOf, wordOf } from '../json-schema.ts';
import { answering } from '../occasions/answering.ts';
import { count, exists } from '../occasions/counting.ts';
import { type OccasionsInquiry, reportOccasions } from '../occasions/occasions-inquiry.ts';
import { first, last, nth } from '../occasions/ordinals.ts';
import { askedIn, readQuestions } from '../occasions/questions.ts';
import { averageGap, daysSinceLast } from '../occasions/rhythm.ts';
import { average, max, min, sum } from '../orders/amounts.ts';
import { categoriesAsked } from '../orders/item.ts';
import type { OrderAggregate } from '../orders/order-aggregate.ts';
import {
  figuresOf,
  isSameMatch,
  lastStep,
  type Match,
  matchOf,
  orderNoun,
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
const aggregateOf = (name: AggregateName): OrderAggregate<object> => aggregates[name];
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
  ...(Object.fromEntries(aggregateNames.map((name) => [name, aggregateOf(name).schema])) as Readonly<
    Record<AggregateName, JsonSchema>
  >),
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
  if (since != null) checkSince(askedIn(aggregateNames, entries), window, reader.at('since'));
  const isRead = where !== undefined && window !== undefined && at !== undefined && since !== undefined;
  const leaves = readQuestions(
    {
      leaf: 'orders',
      names: aggregateNames,
      parse: (name, value, place) => aggregateOf(name).parse(value, place, where ?? everyOrder),
    },
    isRead ? ({ where, at, window, since } satisfies Omit<OrdersSpec, 'aggregate' | 'ask'>) : undefined,
    entries,
    reader,
  );
  return leaves && allOf(leaves);
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
  const { window, where } = spec;
  const currency = currencyOf(spec, context.account);
  const compiled = aggregateOf(spec.aggregate).compile(spec.ask, { noun: orderNoun, window, currency });
  const answer = answering(compiled, orderSelection(spec, currency, context.account), window, context);
  const zoneOf = zoneFor(context);
  const judge = anchoredBy(spec, zoneOf);
  const condition = conditionInWords(spec);
  const threshold = spec.since === null ? compiled.threshold : `${compiled.threshold} since ${spec.since}`;
  const inquiry: OccasionsInquiry = {
    noun: orderNoun,
    lens: answer.lens,
    compiled,
    zoneOf,
    // A status is only known since the order's last step.
    knownFrom: (occasion) => (asksForStatus(where) ? lastStep(occasion as Match) : occasion.at),
    judge,
  };
  return {
    fields: [...zoneFields(context), ...(spec.since === null ? [] : (['createdAt'] as const))],
    watches: answer.watches,
    evaluate: (facts, now) => judge(answer.evaluate(facts, now), facts, now),
    explain: (facts, now) => ({ condition, actual: answer.actual(facts, now), threshold }),
    report: (facts, now) => reportOccasions(inquiry, facts, now),
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
  const { currency } = aggregateOf(aggregate);
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
