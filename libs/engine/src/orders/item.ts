import type { OrderItem } from '../facts.ts';
import { type JsonSchema, objectOf } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import { number } from '../tests/number.ts';
import { type Ratio, ratio } from '../tests/ratio.ts';
import {
  compileScalarTest,
  parseScalarTest,
  type Predicate,
  scalarTestSchema,
  type ScalarType,
} from '../tests/scalar.ts';
import { asksForPresence, type Operation, type Test } from '../tests/test.ts';
import { text } from '../tests/text.ts';
import { fold, present } from '../text.ts';

/** Conditions that one item must all meet. */
export interface ItemWhere {
  readonly fields: readonly { readonly field: string; readonly test: Test }[];
}

interface ItemField<Value> {
  readonly type: ScalarType<Value>;
  compile(test: Test): (item: OrderItem) => boolean;
}

function field<Value>(type: ScalarType<Value>, get: (item: OrderItem) => Value | null): ItemField<Value> {
  return {
    type,
    compile: (test) => {
      const holds = compileScalarTest(type, test);
      return (item) => holds(get(item));
    },
  };
}

const fields: Readonly<Record<string, ItemField<never>>> = {
  productId: field(text, (item) => present(item.productId)),
  sku: field(text, (item) => present(item.sku)),
  name: field(text, (item) => present(item.name)),
  category: { type: text, compile: compileCategory },
  brand: field(text, (item) => present(item.brand)),
  price: field(ratio, unitPrice),
  quantity: field(number, (item) => item.quantity),
};

/** Of one unit, in minor units; missing when there is no unit. */
function unitPrice({ amount, quantity }: OrderItem): Ratio | null {
  return quantity === 0 || !Number.isFinite(quantity) ? null : { dividend: amount, divisor: quantity };
}

export function parseItem(raw: unknown, reader: Reader): ItemWhere | undefined {
  const entries = reader.shape(
    raw,
    'an object of conditions on an item, such as { category: Tea }',
    Object.keys(fields),
  );
  if (entries === undefined) return undefined;
  if (entries.size === 0) return reader.fail(`the item condition is empty; allowed: ${Object.keys(fields).join(', ')}`);
  const parsed: { field: string; test: Test }[] = [];
  for (const [name, value] of entries) {
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const test = known && parseScalarTest(known.type, value, reader.at(name));
    if (test !== undefined) parsed.push({ field: name, test });
  }
  return parsed.length === entries.size ? { fields: parsed } : undefined;
}

/** What `parseItem` reads. */
export const itemSchema: JsonSchema = {
  title: 'conditions on an item',
  ...objectOf(Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, scalarTestSchema(type)]))),
};

export function compileItem({ fields: tests }: ItemWhere): (item: OrderItem) => boolean {
  return everyOf(tests.map(({ field: name, test }) => (fields[name] as ItemField<never>).compile(test)));
}

/** Folded categories of which an item that meets the condition has at least one in its path; null when it may have any or none. */
export function categoriesAsked({ fields: tests }: ItemWhere): readonly string[] | null {
  for (const { field: name, test } of tests) {
    if (name !== 'category') continue;
    for (const { op, operand } of test.operations) {
      if (op === 'eq') return [fold(operand as string)];
      if (op === 'in') return (operand as readonly string[]).map(fold);
    }
  }
  return null;
}

/** All of them hold; often there is but one. */
function everyOf<Value>(predicates: readonly ((value: Value) => boolean)[]): (value: Value) => boolean {
  const [first] = predicates;
  if (first !== undefined && predicates.length === 1) return first;
  return (value) => {
    for (const holds of predicates) if (!holds(value)) return false;
    return true;
  };
}

/**
 * A category matches by any element of the path, so that a parent includes its descendants; a negative test holds when no
 * element is what it denies.
 */
function compileCategory(test: Test): (item: OrderItem) => boolean {
  return everyOf(test.operations.map(compileCategoryOperation));
}

function compileCategoryOperation(operation: Operation): (item: OrderItem) => boolean {
  const wanted = asksForPresence(operation);
  if (wanted !== undefined) return ({ categories }) => categories.some((name) => name !== '') === wanted;
  const holds: Predicate<string> = compileScalarTest(text, { operations: [operation] });
  const isNegative = holds(null);
  return ({ categories }) => {
    for (const name of categories) if (name !== '' && holds(name) !== isNegative) return !isNegative;
    return isNegative;
  };
}
