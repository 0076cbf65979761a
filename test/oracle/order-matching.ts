import { type Order, type OrderItem } from '@weir/engine';
import { plus, type Instant } from './calendar.ts';
import { calendarPeriod, localDay, readInstant, startOfDay } from './days.ts';
import {
  asObject,
  asOptionalObject,
  asPair,
  asText,
  everyMember,
  isObject,
  type Json,
  type JsonObject,
} from './document.ts';
import { sourceTest } from './profile-conditions.ts';
import { divide, ratioOf } from './ratio.ts';
import { anyTextTest, numberTest, ratioTest, scalarTest, textTest } from './value-tests.ts';
import { type View } from './view.ts';

/** An order that meets `where` and `window`, with the timestamp that counts and the items that meet `where.item`. */
export interface Match {
  readonly order: Order;
  readonly at: Instant;
  readonly items: readonly OrderItem[];
}

function itemHolds(item: OrderItem, tests: JsonObject): boolean {
  return everyMember(tests, (name, test) => {
    if (name === 'category') return anyTextTest(item.categories, test);
    if (name === 'quantity') return numberTest(item.quantity, test);
    if (name === 'price') return ratioTest(divide(ratioOf(item.amount), ratioOf(item.quantity)), test);
    return textTest(item[name as 'sku'], test);
  });
}

function statusGroupOf(order: Order, view: View): string {
  return view.account.statusGroups[order.status] ?? 'new';
}

function whereHolds(order: Order, where: JsonObject, view: View): boolean {
  return everyMember(where, (name, test) => {
    if (name === 'item') return true;
    if (name === 'statusGroup') return textTest(statusGroupOf(order, view), test);
    if (name === 'total' || name === 'discount') return numberTest(order[name], test);
    if (name.startsWith('source.')) return sourceTest(order.source, name.slice('source.'.length), test);
    if (name.startsWith('custom.')) return scalarTest(order.custom[name.slice('custom.'.length)], test);
    return textTest(order[name as 'site'], test);
  });
}

/** Whether an instant lies in a window, seen from now. */
export function windowHolds(at: Instant, window: JsonObject, view: View): boolean {
  const { now, zone } = view;
  const after = (duration: Json): Instant => plus(at, asText(duration), zone);
  return everyMember(window, (name, argument) => {
    switch (name) {
      case 'inLast':
        return at <= now && now < after(argument);
      case 'betweenAgo':
        return after(asPair(argument)[0]) <= now && now < after(asPair(argument)[1]);
      case 'from':
        return at >= readInstant(asText(argument), zone);
      case 'to':
        return at < readInstant(asText(argument), zone);
      case 'calendar': {
        const days = calendarPeriod(asText(argument), localDay(now, zone));
        return startOfDay(days.from, zone) <= at && at < startOfDay(days.to, zone);
      }
      default:
        throw new Error(`the oracle knows no window ${name}`);
    }
  });
}

function timestampOf(order: Order, at: string): Instant | null {
  if (at === 'created') return order.createdAt;
  if (at === 'paid') return order.paidAt;
  if (at === 'completed') return order.completedAt;
  throw new Error(`the oracle knows no timestamp ${at}`);
}

/** Cancelled and returned orders are out unless the definition speaks of statuses itself. */
function isAdmitted(order: Order, where: JsonObject, view: View): boolean {
  if ('status' in where || 'statusGroup' in where) return true;
  const group = statusGroupOf(order, view);
  return group !== 'cancelled' && group !== 'returned';
}

/** A limit in money is in one currency, the account's unless one is named, and says nothing of orders in others. */
function isInCurrency(order: Order, where: JsonObject, view: View): boolean {
  const item = isObject(where['item']) ? where['item'] : {};
  const isAboutMoney = 'total' in where || 'discount' in where || 'price' in item;
  return !isAboutMoney || 'currency' in where || textTest(order.currency, view.account.currency);
}

/** The orders that a condition speaks of, earliest first. */
export function matchOrders(condition: JsonObject, view: View): Match[] {
  const where = asOptionalObject(condition['where']);
  const item = where['item'] === undefined ? undefined : asObject(where['item']);
  const window = asOptionalObject(condition['window']);
  const timestamp = condition['at'] === undefined ? 'created' : asText(condition['at']);
  const matches: Match[] = [];
  for (const order of view.facts.orders) {
    const at = timestampOf(order, timestamp);
    if (at === null || !isAdmitted(order, where, view) || !isInCurrency(order, where, view)) continue;
    if (!whereHolds(order, where, view)) continue;
    const items = item === undefined ? order.items : order.items.filter((one) => itemHolds(one, item));
    if (item !== undefined && items.length === 0) continue;
    if (windowHolds(at, window, view)) matches.push({ order, at, items });
  }
  return matches.sort((left, right) => left.at - right.at);
}
