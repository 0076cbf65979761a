import type { OrdersSpec } from '../leaves/orders.ts';
import type { ItemWhere } from '../orders/item.ts';
import type { Where } from '../orders/where.ts';
import { asksForPresence, type Operation, type Test } from '../tests/test.ts';
import { listWords, quote, quotedList } from './clause.ts';
import { numberPredicate } from './number-phrases.ts';
import { moneyWords, numberWords } from './quantity-words.ts';
import type { Setting } from './setting.ts';
import { customPredicate, deniedBy, textPredicate } from './value-phrases.ts';
import { windowPhrase } from './window-phrase.ts';

/** What is done to an order at the instant that counts. */
export const deeds = { created: 'placed', paid: 'paid', completed: 'completed' } as const;

/** The orders that a leaf looks at: what goes before the noun, and what after it. */
export interface OrderPhrase {
  /** Such as `paid or completed `; empty, or with a space at its end. */
  readonly before: string;
  /** Such as ` with an item in the category “Tea”, placed less than 60 days ago`; empty, or with a space at its start. */
  readonly after: string;
}

/** `currency` is that of the amounts which are reckoned; null when none are. */
export function orderPhrase(
  { where, window, at }: Pick<OrdersSpec, 'where' | 'window' | 'at'>,
  currency: string | null,
  setting: Setting,
): OrderPhrase {
  if (!where.fields.some(({ field }) => field === 'status' || field === 'statusGroup')) setting.leavesOutCancelled();
  const groups = where.fields.flatMap(({ field, test }) => (field === 'statusGroup' ? positiveGroups(test) : []));
  const conditions = where.fields.filter(
    ({ field, test }) => field !== 'currency' && !(field === 'statusGroup' && positiveGroups(test).length > 0),
  );
  const named = currency ?? amountCurrency(where, setting);
  const ofCurrency = where.fields.filter(({ field }) => field === 'currency');
  const whose = [
    ...conditions.map(({ field, test }) => `whose ${fieldWords(field, test, named, setting)}`),
    ...(named === null ? ofCurrency.map(({ test }) => `whose currency ${textPredicate(test).yes}`) : []),
  ];
  const which = [
    named === null ? '' : ` in ${named}`,
    where.item === null ? '' : ` with an item ${itemPhrase(where.item, named, setting)}`,
    whose.length === 0 ? '' : ` ${whose.join(' and ')}`,
  ].join('');
  const time = timePhrase(window, at, setting);
  const comma = time !== '' && (where.item !== null || whose.length > 0) ? ',' : '';
  return { before: groups.length === 0 ? '' : `${listWords(groups, 'or')} `, after: `${which}${comma}${time}` };
}

/** Money is compared in one currency, which the orders are then in. */
function amountCurrency(where: Where, { account }: Setting): string | null {
  const isCompared =
    where.fields.some(({ field }) => field === 'total' || field === 'discount') ||
    where.item?.fields.some(({ field }) => field === 'price') === true;
  return isCompared ? (where.currency ?? account.currency) : where.currency;
}

/** What an order can simply be called; nothing for a test that denies. */
function positiveGroups({ operations }: Test): readonly string[] {
  const [only] = operations;
  if (only === undefined || operations.length > 1) return [];
  if (only.op === 'eq') return [only.operand as string];
  return only.op === 'in' ? (only.operand as readonly string[]) : [];
}

const labels: Readonly<Record<string, string>> = {
  status: 'status',
  statusGroup: 'group of statuses',
  site: 'site',
  paymentType: 'way of payment',
  deliveryType: 'way of delivery',
  managerId: 'manager',
  promoCode: 'promo code',
  'source.source': 'source',
  'source.medium': 'medium',
  'source.campaign': 'campaign',
  'source.content': 'advertisement',
  'source.keyword': 'keyword',
  total: 'total',
  discount: 'discount',
};

function fieldWords(field: string, test: Test, currency: string | null, setting: Setting): string {
  if (field.startsWith('custom.')) return `field ${quote(field.slice(7))} ${customPredicate(test).yes}`;
  const label = labels[field];
  if (label === undefined) throw new Error(`no words for the field ${field} of orders`);
  if (field === 'total' || field === 'discount') {
    const format = (n: number): string => moneyWords(n, currency ?? setting.account.currency);
    return `${label} ${numberPredicate(test, { format, missing: null }).yes}`;
  }
  return `${label} ${textPredicate(test, field === 'statusGroup').yes}`;
}

/** `in the category “Tea” whose price is at least 500.00 RUB`, of one item that meets all of it. */
export function itemPhrase(item: ItemWhere, currency: string | null, setting: Setting): string {
  const categories = item.fields.filter(({ field }) => field === 'category');
  const others = item.fields.filter(({ field }) => field !== 'category');
  const places = categories.flatMap(({ test }) => test.operations.map(categoryPhrase));
  const whose = others.map(({ field, test }) => `whose ${itemFieldWords(field, test, currency, setting)}`);
  return [places, whose].flatMap((parts) => (parts.length === 0 ? [] : [parts.join(' and ')])).join(' ');
}

const itemLabels: Readonly<Record<string, string>> = { productId: 'product', sku: 'SKU', name: 'name', brand: 'brand' };

function itemFieldWords(field: string, test: Test, currency: string | null, { account }: Setting): string {
  if (field === 'price') {
    const format = (n: number): string => moneyWords(n, currency ?? account.currency);
    return `price ${numberPredicate(test, { format, missing: 'is not known' }).yes}`;
  }
  if (field === 'quantity') return `quantity ${numberPredicate(test, { format: numberWords, missing: null }).yes}`;
  const label = itemLabels[field];
  if (label === undefined) throw new Error(`no words for the field ${field} of items`);
  return `${label} ${textPredicate(test).yes}`;
}

/** Any element of an item's path may be the category that is looked for; a test that denies, denies of all. */
function categoryPhrase(operation: Operation): string {
  const wanted = asksForPresence(operation);
  if (wanted !== undefined) return wanted ? 'in some category' : 'in no category';
  const { op, operand } = operation;
  const denied = deniedBy(op);
  const names = op === 'in' || op === 'notIn' ? (operand as readonly string[]) : [operand as string];
  if (op === 'eq' || op === 'in' || op === 'ne' || op === 'notIn') {
    const place = names.length === 1 ? 'the category' : 'the categories';
    return `${denied === undefined ? 'in' : 'outside'} ${place} ${quotedList(names, 'or')}`;
  }
  const like = textPredicate({ operations: [{ op: denied ?? op, operand }] }).yes;
  return denied === undefined ? `in a category whose name ${like}` : `in no category whose name ${like}`;
}

function timePhrase(window: OrdersSpec['window'], at: OrdersSpec['at'], setting: Setting): string {
  if (window !== null) return ` ${deeds[at]} ${windowPhrase(window, 'each order', setting)}`;
  return at === 'created' ? '' : ` with a known time of ${at === 'paid' ? 'payment' : 'completion'}`;
}
