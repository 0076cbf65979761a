import { type OrderItem } from '@weir/engine';
import { plus, type Instant } from './calendar.ts';
import {
  asNumber,
  asObject,
  asOptionalObject,
  asText,
  everyMember,
  isObject,
  type Json,
  type JsonObject,
} from './document.ts';
import { foldText } from './fold-text.ts';
import { instantTest } from './instant-tests.ts';
import { matchOrders, type Match } from './order-matching.ts';
import { divide, ratioOf, type Ratio } from './ratio.ts';
import { anyTextTest, numberTest, ratioTest, textTest } from './value-tests.ts';
import { type View } from './view.ts';

const dayMs = 86_400_000;
const parameters = new Set(['where', 'window', 'at', 'since']);

/** The operators of an aggregate without its parameters. */
function operatorsOf(test: Json): Json {
  if (!isObject(test)) return test;
  return Object.fromEntries(Object.entries(test).filter(([name]) => !['of', 'currency', 'n'].includes(name)));
}

function parameterOf(test: Json, name: string): Json | undefined {
  return isObject(test) ? test[name] : undefined;
}

/** Money is summed in one currency: the one that is named, else the account's. */
function inCurrency(matches: readonly Match[], condition: JsonObject, test: Json, view: View): Match[] {
  const where = asOptionalObject(condition['where']);
  const named = parameterOf(test, 'currency') ?? where['currency'] ?? view.account.currency;
  return matches.filter((match) => textTest(match.order.currency, named));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function moneyHolds(name: string, matches: readonly Match[], condition: JsonObject, test: Json, view: View): boolean {
  const chosen = inCurrency(matches, condition, test, view);
  const values =
    parameterOf(test, 'of') === 'items'
      ? chosen.flatMap((match) => match.items.map((item) => item.amount))
      : chosen.map((match) => match.order.total);
  const operators = operatorsOf(test);
  if (name === 'sum') return numberTest(total(values), operators);
  if (values.length === 0) return numberTest(undefined, operators);
  if (name === 'min') return numberTest(Math.min(...values), operators);
  if (name === 'max') return numberTest(Math.max(...values), operators);
  return ratioTest(divide(ratioOf(total(values)), ratioOf(values.length)), operators);
}

function distinctHolds(matches: readonly Match[], test: Json): boolean {
  const of = parameterOf(test, 'of');
  const items = matches.flatMap((match) => match.items);
  const values: (string | null | undefined)[] =
    of === 'product'
      ? items.map((item) => item.productId)
      : of === 'category'
        ? items.map((item) => item.categories.at(-1))
        : matches.map((match) => match.order.site);
  const present = values.filter((value): value is string => typeof value === 'string' && value !== '');
  return numberTest(new Set(present.map(foldText)).size, operatorsOf(test));
}

/** The greatest n with last + n days <= now; counted forward, so there is none before `last` itself. */
function daysSince(last: Instant, view: View): number | undefined {
  let days = Math.floor((view.now - last) / dayMs) + 2;
  while (days >= 0 && plus(last, `P${days}D`, view.zone) > view.now) days -= 1;
  return days < 0 ? undefined : days;
}

function averageGap(matches: readonly Match[]): Ratio | undefined {
  const first = matches[0];
  const last = matches.at(-1);
  if (first === undefined || last === undefined || matches.length < 2) return undefined;
  return divide(ratioOf(last.at - first.at), ratioOf((matches.length - 1) * dayMs));
}

function shareHolds(matches: readonly Match[], condition: JsonObject, test: Json, view: View): boolean {
  const chosen = inCurrency(matches, condition, test, view);
  const of = asObject(parameterOf(test, 'of'));
  const isMeant = (item: OrderItem): boolean =>
    Object.entries(of).every(([name, one]) =>
      name === 'category' ? anyTextTest(item.categories, one) : textTest(item[name as 'sku'], one),
    );
  const spent = total(chosen.flatMap((match) => match.order.items.filter(isMeant).map((item) => item.amount)));
  const all = total(chosen.map((match) => match.order.total));
  return ratioTest(divide(ratioOf(spent), ratioOf(all)), operatorsOf(test));
}

function aggregateHolds(
  name: string,
  matches: readonly Match[],
  condition: JsonObject,
  test: Json,
  view: View,
): boolean {
  switch (name) {
    case 'exists':
      return matches.length > 0 === test;
    case 'count':
      return numberTest(matches.length, test);
    case 'first':
      return instantTest(matches[0]?.at, test, view);
    case 'last':
      return instantTest(matches.at(-1)?.at, test, view);
    case 'nth':
      return instantTest(matches[asNumber(asObject(test)['n']) - 1]?.at, operatorsOf(test), view);
    case 'daysSinceLast': {
      const last = matches.at(-1)?.at;
      return numberTest(last === undefined ? undefined : daysSince(last, view), test);
    }
    case 'averageGap':
      return ratioTest(averageGap(matches), test);
    case 'distinct':
      return distinctHolds(matches, test);
    case 'share':
      return shareHolds(matches, condition, test, view);
    default:
      return moneyHolds(name, matches, condition, test, view);
  }
}

/** With `since: profileCreated` nothing holds before the window has passed once since the profile was created. */
function anchorHolds(condition: JsonObject, view: View): boolean {
  if (condition['since'] === undefined) return true;
  if (condition['since'] !== 'profileCreated') throw new Error('the oracle knows `since: profileCreated` only');
  const createdAt = view.facts.profile?.createdAt;
  const period = asText(asObject(condition['window'])['inLast']);
  return createdAt !== undefined && view.now >= plus(createdAt, period, view.zone);
}

export function ordersHold(condition: JsonObject, view: View): boolean {
  const matches = matchOrders(condition, view);
  const aggregates = Object.entries(condition).filter(([name]) => !parameters.has(name));
  if (!anchorHolds(condition, view)) return false;
  if (aggregates.length === 0) return matches.length > 0;
  return aggregates.every(([name, test]) => aggregateHolds(name, matches, condition, test, view));
}

/** `recency`, `frequency` and `monetary` are order tests under other names. */
export function rfmHolds(condition: JsonObject, view: View): boolean {
  return everyMember(condition, (name, part) => {
    const { currency, days, ...rest } = asObject(part);
    if (name === 'recency')
      return ordersHold({ ...rest, ...(days === undefined ? {} : { daysSinceLast: days }) }, view);
    const where = currency === undefined ? {} : { where: { currency } };
    return ordersHold({ ...rest, ...where }, view);
  });
}
