import { type AccountSettings, groupLookup, type StatusGroup, statusGroupNames } from '../account.ts';
import type { Order, OrderItem, Source } from '../facts.ts';
import { type JsonSchema, listOf, objectOf, wordOf } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import { custom, customValue } from '../tests/custom.ts';
import { money } from '../tests/number.ts';
import { compileScalarTest, no, parseScalarTest, scalarTestSchema, type ScalarType, yes } from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { text } from '../tests/text.ts';
import { fold, present } from '../text.ts';
import { compileItem, itemSchema, type ItemWhere, parseItem } from './item.ts';

/** Conditions on an order, all of which must hold. */
export interface Where {
  readonly fields: readonly { readonly field: string; readonly test: Test }[];
  readonly item: ItemWhere | null;
  /** ISO 4217, of the amounts that are compared; null: the account's. */
  readonly currency: string | null;
}

export const everyOrder: Where = { fields: [], item: null, currency: null };

const groupSchema = wordOf(statusGroupNames);

const groupType: ScalarType<StatusGroup> = {
  what: `one of ${statusGroupNames.join(', ')}`,
  bare: (raw) => (typeof raw === 'object' && raw !== null ? undefined : 'eq'),
  bareSchema: groupSchema,
  operators: {
    eq: {
      parse: readGroup,
      schema: groupSchema,
      compile: (operand: StatusGroup) => (value) => value === operand,
      whenMissing: no,
    },
    ne: {
      parse: readGroup,
      schema: groupSchema,
      compile: (operand: StatusGroup) => (value) => value !== operand,
      whenMissing: yes,
    },
    in: {
      parse: readGroups,
      schema: listOf(groupSchema, statusGroupNames.length),
      compile: (operand: readonly StatusGroup[]) => (value) => operand.includes(value),
      whenMissing: no,
    },
    notIn: {
      parse: readGroups,
      schema: listOf(groupSchema, statusGroupNames.length),
      compile: (operand: readonly StatusGroup[]) => (value) => !operand.includes(value),
      whenMissing: yes,
    },
  },
};

function readGroup(raw: unknown, reader: Reader): StatusGroup | undefined {
  return reader.word(raw, statusGroupNames);
}

function readGroups(raw: unknown, reader: Reader): readonly StatusGroup[] | undefined {
  const groups = reader.list(raw, 'status groups', statusGroupNames.length)?.map((group) => readGroup(group, reader));
  return groups?.every((group) => group !== undefined) ? groups : undefined;
}

interface OrderField<Value> {
  readonly type: ScalarType<Value>;
  readonly get: (order: Order, groupOf: (status: string) => StatusGroup) => Value | null;
}

const textField = (get: (order: Order) => string | null): OrderField<string> => ({
  type: text,
  get: (order) => present(get(order)),
});
const sourceField = (key: keyof Source): OrderField<string> => textField((order) => order.source?.[key] ?? null);

const fields = {
  status: textField((order) => order.status),
  statusGroup: { type: groupType, get: (order, groupOf) => groupOf(order.status) } satisfies OrderField<StatusGroup>,
  site: textField((order) => order.site),
  paymentType: textField((order) => order.paymentType),
  deliveryType: textField((order) => order.deliveryType),
  managerId: textField((order) => order.managerId),
  promoCode: textField((order) => order.promoCode),
  currency: textField((order) => order.currency),
  total: { type: money, get: (order) => order.total } satisfies OrderField<number>,
  discount: { type: money, get: (order) => order.discount } satisfies OrderField<number>,
  'source.source': sourceField('source'),
  'source.medium': sourceField('medium'),
  'source.campaign': sourceField('campaign'),
  'source.content': sourceField('content'),
  'source.keyword': sourceField('keyword'),
};

const CUSTOM = 'custom.';

function findField(name: string): OrderField<never> | undefined {
  if (Object.hasOwn(fields, name)) return fields[name as keyof typeof fields] as OrderField<never>;
  if (!name.startsWith(CUSTOM) || name === CUSTOM) return undefined;
  const key = name.slice(CUSTOM.length);
  const field: OrderField<boolean | number | string> = { type: custom, get: (order) => customValue(order.custom, key) };
  return field as OrderField<never>;
}

export function parseWhere(raw: unknown, reader: Reader): Where | undefined {
  const entries = reader.object(raw, 'an object of conditions on an order, such as { statusGroup: paid }');
  if (entries === undefined) return undefined;
  const parsed: { field: string; test: Test }[] = [];
  let item: ItemWhere | null = null;
  for (const [name, value] of entries) {
    const field = findField(name);
    if (name === 'item') item = parseItem(value, reader.at(name)) ?? null;
    else if (field === undefined) reader.at(name).unknown([...Object.keys(fields), 'item', 'custom.<name>']);
    else {
      const test = parseScalarTest(field.type, value, reader.at(name));
      if (test !== undefined) parsed.push({ field: name, test });
    }
  }
  const where = { fields: parsed, item, currency: namedCurrency(parsed) };
  checkMoney(where, reader);
  return parsed.length + Number(item !== null) === entries.size ? where : undefined;
}

/** What `parseWhere` reads. */
export const whereSchema: JsonSchema = {
  title: 'conditions on an order',
  ...objectOf(
    {
      ...Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, scalarTestSchema<never>(type)])),
      item: itemSchema,
    },
    { patternProperties: { '^custom\\..': scalarTestSchema(custom) }, minProperties: 0 },
  ),
};

function namedCurrency(tests: Where['fields']): string | null {
  const operations = tests.filter(({ field }) => field === 'currency').flatMap(({ test }) => test.operations);
  for (const { op, operand } of operations) {
    const named: unknown = op === 'in' && Array.isArray(operand) && operand.length === 1 ? operand[0] : operand;
    if ((op === 'eq' || op === 'in') && typeof named === 'string') return named.toUpperCase();
  }
  return null;
}

/** Whether it asks for orders of several currencies, or of unknown ones. */
export function mixesCurrencies(where: Where): boolean {
  return where.currency === null && where.fields.some(({ field }) => field === 'currency');
}

const isMoney = (field: string): boolean => field === 'total' || field === 'discount';

function comparesMoney(where: Where): boolean {
  return (
    where.fields.some(({ field }) => isMoney(field)) ||
    where.item?.fields.some(({ field }) => field === 'price') === true
  );
}

function checkMoney(where: Where, reader: Reader): void {
  if (mixesCurrencies(where) && comparesMoney(where)) {
    reader
      .at('currency')
      .fail('amounts of several currencies cannot be compared; name one currency, such as currency: EUR');
  }
}

/** What a matching order's items are; null when the order does not match. */
export type OrderPredicate = (order: Order) => readonly OrderItem[] | null;

/** Then orders of every status are looked at. */
export function asksForStatus({ fields: tests }: Where): boolean {
  return tests.some(({ field }) => field === 'status' || field === 'statusGroup');
}

/**
 * Without a test of status or statusGroup, cancelled and returned orders are left out.
 * Orders in another currency than the one compared, or the one given, are left out as well.
 */
export function compileWhere(where: Where, account: AccountSettings, currency: string | null): OrderPredicate {
  const groupOf = groupLookup(account.statusGroups);
  const predicates = where.fields.map(({ field, test }): ((order: Order) => boolean) => {
    const { type, get } = findField(field) as OrderField<never>;
    const holds = compileScalarTest(type, test);
    return (order) => holds(get(order, groupOf));
  });
  if (!asksForStatus(where)) predicates.unshift((order) => isCounted(groupOf(order.status)));
  const required = currency ?? (comparesMoney(where) ? (where.currency ?? account.currency) : null);
  if (required !== null) predicates.unshift(inCurrency(required));
  const select = where.item === null ? null : compileItem(where.item);
  return (order) => {
    for (const holds of predicates) if (!holds(order)) return null;
    if (select === null) return order.items;
    const items = order.items.filter(select);
    return items.length === 0 ? null : items;
  };
}

function isCounted(group: StatusGroup): boolean {
  return group !== 'cancelled' && group !== 'returned';
}

function inCurrency(currency: string): (order: Order) => boolean {
  const folded = fold(currency);
  return (order) => fold(order.currency) === folded;
}

export function whereInWords({ fields: tests, item }: Where): string {
  const words = tests.map(({ field, test }) => `${field} ${testInWords(test)}`);
  for (const { field, test } of item?.fields ?? []) words.push(`item.${field} ${testInWords(test)}`);
  return words.join(', ');
}
