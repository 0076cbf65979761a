import type { Scalar } from '../facts.ts';
import { anyOf } from '../json-schema.ts';
import { boolean } from './boolean.ts';
import { number } from './number.ts';
import type { ScalarOperator, ScalarType } from './scalar.ts';
import { text, textSchema } from './text.ts';

type Present = boolean | number | string;
type TypeName = 'boolean' | 'number' | 'string';

const types: Readonly<Record<TypeName, ScalarType<never>>> = { boolean, number, string: text };

/** The operator for values of one type; a value of another type counts as missing. */
function typed(typeName: TypeName, op: string): ScalarOperator<Present> {
  const operator = types[typeName].operators[op] as ScalarOperator<Present>;
  return {
    parse: operator.parse,
    schema: operator.schema,
    compile: (operand: never) => {
      const holds = operator.compile(operand);
      return (value) => (typeof value === typeName ? holds(value) : operator.whenMissing(operand));
    },
    whenMissing: operator.whenMissing,
  };
}

const anyValue = anyOf(textSchema, { type: 'number' }, { type: 'boolean' });

/** `eq` and `ne` know no type but the operand's. */
function typedByOperand(op: 'eq' | 'ne'): ScalarOperator<Present> {
  const of = (operand: unknown): ScalarOperator<Present> => {
    const name = typeof operand;
    return typed(name === 'boolean' || name === 'number' ? name : 'string', op);
  };
  return {
    parse: (raw, reader) => of(raw).parse(raw, reader, op),
    schema: anyValue,
    compile: (operand: never) => of(operand).compile(operand),
    whenMissing: (operand: never) => of(operand).whenMissing(operand),
  };
}

function all(typeName: TypeName): Record<string, ScalarOperator<Present>> {
  return Object.fromEntries(Object.keys(types[typeName].operators).map((op) => [op, typed(typeName, op)]));
}

/** Values of custom fields, whose type nobody declared: operator and operand tell which type is meant. */
export const custom: ScalarType<Present> = {
  what: 'text, a number, true or false',
  bare: (raw) => (typeof raw === 'object' && raw !== null ? undefined : 'eq'),
  bareSchema: anyValue,
  operators: { ...all('string'), ...all('number'), eq: typedByOperand('eq'), ne: typedByOperand('ne') },
};

/** Null when the name is absent, null or empty text. */
export function customValue(values: Readonly<Record<string, Scalar>>, name: string): Present | null {
  const value = Object.hasOwn(values, name) ? values[name] : null;
  return value === undefined || value === '' ? null : value;
}
