import { type Duration } from '../duration.ts';
import { type JsonSchema, objectOf } from '../json-schema.ts';
import { type TimePoint } from '../literal.ts';
import { type Reader, shorten, show } from '../reading.ts';

/** One operator with its operand, which is plain data. */
export interface Operation {
  readonly op: string;
  readonly operand: Operand;
}

export type Operand = null | boolean | number | string | Duration | TimePoint | Test | readonly Operand[];

/** What is asked of one value: all operations must hold. */
export interface Test {
  readonly operations: readonly Operation[];
}

export interface OperandParser {
  readonly parse: (raw: unknown, reader: Reader, op: string) => Operand | undefined;
  readonly schema: JsonSchema;
}

/** `{ set: true }` and `{ notSet: true }`, which every kind of value knows. */
export const presence: Readonly<Record<'set' | 'notSet', OperandParser>> = {
  set: { parse: readFlag, schema: { type: 'boolean' } },
  notSet: { parse: readFlag, schema: { type: 'boolean' } },
};

function readFlag(raw: unknown, reader: Reader, op: string): boolean | undefined {
  return typeof raw === 'boolean' ? raw : reader.fail(`${show(raw)} is not true or false (${op})`);
}

/** `{ set: true }` and `{ notSet: false }` ask for a value, the other two for none. */
export function asksForPresence({ op, operand }: Operation): boolean | undefined {
  if (op === 'set') return operand === true;
  if (op === 'notSet') return operand === false;
  return undefined;
}

/**
 * Reads `{ operator: operand, ... }`; a problem with an operand is noted at the test itself and names the operator. What is read
 * elsewhere is not among the entries, and `others` are its names, for who misspells one.
 */
export function parseOperations(
  entries: ReadonlyMap<string, unknown>,
  operators: Readonly<Record<string, OperandParser>>,
  reader: Reader,
  others: readonly string[] = [],
): Test | undefined {
  const allowed = [...Object.keys(operators), ...others];
  const operations: Operation[] = [];
  if (entries.size === 0) return reader.fail(`the test is empty; allowed: ${allowed.join(', ')}`);
  for (const [op, raw] of entries) {
    const operator = Object.hasOwn(operators, op) ? operators[op] : undefined;
    if (operator === undefined) {
      reader.at(op).unknown(allowed);
      continue;
    }
    const operand = operator.parse(raw, reader, op);
    if (operand !== undefined) operations.push({ op, operand });
  }
  return operations.length === entries.size ? { operations } : undefined;
}

/** What `parseOperations` reads. */
export function operationsSchema(operators: Readonly<Record<string, OperandParser>>): JsonSchema {
  return objectOf(Object.fromEntries(Object.entries(operators).map(([op, { schema }]) => [op, schema])));
}

/** The test in words, for evidence: `gte 3`, `in Moscow, Kazan`. */
export function testInWords(test: Test): string {
  return shorten(test.operations.map(({ op, operand }) => `${op} ${operandInWords(operand)}`).join(' and '), 120);
}

const MAX_LISTED = 5;

function operandInWords(operand: Operand): string {
  if (typeof operand !== 'object' || operand === null) return String(operand);
  if (isList(operand)) {
    const listed = operand.slice(0, MAX_LISTED).map(operandInWords).join(', ');
    return operand.length > MAX_LISTED ? `${listed} and ${operand.length - MAX_LISTED} more` : listed;
  }
  if ('operations' in operand) return testInWords(operand);
  if ('text' in operand) return operand.text;
  if ('date' in operand) return new Date(operand.date * 86_400_000).toISOString().slice(0, 10);
  return new Date(operand.instant).toISOString();
}

function isList(operand: Operand): operand is readonly Operand[] {
  return Array.isArray(operand);
}
