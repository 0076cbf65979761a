import { fold } from '../text.ts';
import { tally } from './number.ts';
import { compileScalarTest, no, parseScalarTest, scalarTestSchema, type ScalarType, yes } from './scalar.ts';
import type { Test } from './test.ts';
import { readTexts, textsSchema } from './text.ts';

/** A set of texts, missing when empty. */
export const set: ScalarType<readonly string[]> = {
  what: 'a set',
  bare: () => undefined,
  bareSchema: null,
  operators: {
    hasAny: {
      parse: readTexts,
      schema: textsSchema,
      compile: (operand: readonly string[]) => meets(operand, 'some'),
      whenMissing: no,
    },
    hasAll: {
      parse: readTexts,
      schema: textsSchema,
      compile: (operand: readonly string[]) => meets(operand, 'every'),
      whenMissing: no,
    },
    hasNone: {
      parse: readTexts,
      schema: textsSchema,
      compile: (operand: readonly string[]) => {
        const hasAny = meets(operand, 'some');
        return (value) => !hasAny(value);
      },
      whenMissing: yes,
    },
    size: {
      parse: (raw, reader) => parseScalarTest(tally, raw, reader.at('size')),
      schema: scalarTestSchema(tally),
      compile: (operand: Test) => {
        const holds = compileScalarTest(tally, operand);
        return (value) => holds(sizeOf(value));
      },
      whenMissing: (operand: Test) => compileScalarTest(tally, operand)(0),
    },
  },
};

/** Two spellings of one text are one member. */
function sizeOf(value: readonly string[]): number {
  return new Set(value.map(fold)).size;
}

function meets(operand: readonly string[], quantifier: 'some' | 'every'): (value: readonly string[]) => boolean {
  const wanted = operand.map(fold);
  return (value) => {
    const members = new Set(value.map(fold));
    return quantifier === 'some' ? wanted.some((text) => members.has(text)) : wanted.every((text) => members.has(text));
  };
}
