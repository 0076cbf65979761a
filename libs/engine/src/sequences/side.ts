import type { AccountSettings } from '../account.ts';
import {
  type ActivityChoice,
  choiceInWords,
  choiceNames,
  choiceSchemas,
  parseChoice,
  requestActivities,
} from '../activities/activity-choice.ts';
import { type JsonSchema, anyOf, objectOf, wordOf } from '../json-schema.ts';
import { orderSelection } from '../leaves/orders.ts';
import { type OrderTimestamp, orderTimestamps } from '../orders/selection.ts';
import { everyOrder, parseWhere, type Where, whereInWords, whereSchema } from '../orders/where.ts';
import type { Reader } from '../reading.ts';
import type { SelectionRequest } from '../tracks/selection.ts';

/** What happens at one end of a sequence. */
export type Side = ActivitySide | OrderSide;

interface ActivitySide extends ActivityChoice {
  readonly kind: 'activity';
}

interface OrderSide {
  readonly kind: 'orders';
  readonly where: Where;
  readonly at: OrderTimestamp;
}

/** `{ activity: { name: cart_updated } }` or `{ orders: { where: { total: { gte: 100000 } } } }`. */
export function parseSide(raw: unknown, reader: Reader): Side | undefined {
  const what = 'what happens, such as { activity: { name: cart_updated } } or { orders: {} }';
  const entries = reader.shape(raw, what, ['activity', 'orders']);
  if (entries === undefined) return undefined;
  const [activity, orders] = [entries.has('activity'), entries.has('orders')];
  if (activity && orders) return reader.fail('activity and orders are two things: give one of them');
  if (activity) return parseActivity(entries.get('activity'), reader.at('activity'));
  if (orders) return parseOrders(entries.get('orders'), reader.at('orders'));
  return entries.size === 0 ? reader.fail(`nothing is said here; give ${what}`) : undefined;
}

function parseActivity(raw: unknown, reader: Reader): ActivitySide | undefined {
  const entries = reader.shape(raw, 'an object with a name, such as { name: cart_updated }', choiceNames);
  const choice = entries && parseChoice(entries, reader);
  return choice && { kind: 'activity', ...choice };
}

function parseOrders(raw: unknown, reader: Reader): OrderSide | undefined {
  const entries = reader.shape(raw, 'an object, such as { where: { statusGroup: paid } }', ['where', 'at']);
  if (entries === undefined) return undefined;
  const where = entries.has('where') ? parseWhere(entries.get('where'), reader.at('where')) : everyOrder;
  const at = entries.has('at') ? reader.at('at').word(entries.get('at'), orderTimestamps) : 'created';
  return where && at && { kind: 'orders', where, at };
}

/** Of what `parseSide` reads. */
export const sideSchema: JsonSchema = {
  title: 'a side of a sequence',
  ...anyOf(
    objectOf({ activity: objectOf(choiceSchemas, { required: ['name'] }) }),
    objectOf({ orders: objectOf({ where: whereSchema, at: wordOf(orderTimestamps) }, { minProperties: 0 }) }),
  ),
};

/** Amounts are tested as orders are elsewhere, in the currency named or the account's. */
export function requestSide(side: Side, account: AccountSettings): SelectionRequest {
  return side.kind === 'activity' ? requestActivities(side) : orderSelection(side, null, account);
}

/** For evidence. */
export function sideInWords(side: Side): string {
  if (side.kind === 'activity') return `activity ${choiceInWords(side)}`;
  const conditions = whereInWords(side.where);
  return `orders${conditions === '' ? '' : ` where ${conditions}`}${side.at === 'created' ? '' : ` at ${side.at}`}`;
}
