import { type JsonSchema, listOf } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { fold } from '../text.ts';
import { compilePattern, patternSchema, readPattern } from './pattern.ts';
import { no, type ScalarOperator, type ScalarType, yes } from './scalar.ts';

const MAX_VALUES = 10_000;
const MAX_LENGTH = 1000;

export function readText(raw: unknown, reader: Reader, op: string): string | undefined {
  if (typeof raw === 'number') return reader.fail(`${show(raw)} is a number; for text put it in quotes (${op})`);
  if (typeof raw !== 'string') return reader.fail(`${show(raw)} is not text (${op})`);
  if (raw === '') return reader.fail(`empty text counts as missing; use notSet: true (${op})`);
  return raw.length <= MAX_LENGTH ? raw : reader.fail(`the text is longer than ${MAX_LENGTH} characters (${op})`);
}

export function readTexts(raw: unknown, reader: Reader, op: string): readonly string[] | undefined {
  const list = reader.list(raw, `values (${op})`, MAX_VALUES);
  const texts = list?.map((value) => readText(value, reader, op));
  return texts?.every((value) => value !== undefined) ? texts : undefined;
}

export const textSchema: JsonSchema = { type: 'string', minLength: 1, maxLength: MAX_LENGTH };
export const textsSchema = listOf(textSchema, MAX_VALUES);

function compare(holds: (value: string, operand: string) => boolean, whenMissing = no): ScalarOperator<string> {
  return {
    parse: readText,
    schema: textSchema,
    compile: (operand: string) => {
      const folded = fold(operand);
      return (value) => holds(fold(value), folded);
    },
    whenMissing,
  };
}

function oneOf(expected: boolean): ScalarOperator<string> {
  return {
    parse: readTexts,
    schema: textsSchema,
    compile: (operand: readonly string[]) => {
      const folded = new Set(operand.map(fold));
      return (value) => folded.has(fold(value)) === expected;
    },
    whenMissing: expected ? no : yes,
  };
}

/** Compared folded: neither case nor Unicode's other spellings matter. */
export const text: ScalarType<string> = {
  what: 'text',
  bare: (raw) => (typeof raw === 'object' && raw !== null ? undefined : 'eq'),
  bareSchema: textSchema,
  operators: {
    eq: compare((value, operand) => value === operand),
    ne: compare((value, operand) => value !== operand, yes),
    in: oneOf(true),
    notIn: oneOf(false),
    contains: compare((value, operand) => value.includes(operand)),
    notContains: compare((value, operand) => !value.includes(operand), yes),
    startsWith: compare((value, operand) => value.startsWith(operand)),
    endsWith: compare((value, operand) => value.endsWith(operand)),
    matches: { parse: readPattern, schema: patternSchema, compile: compilePattern, whenMissing: no },
  },
};
