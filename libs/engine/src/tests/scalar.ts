import { anyOf, type JsonSchema } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import {
  asksForPresence,
  type Operand,
  type OperandParser,
  operationsSchema,
  parseOperations,
  presence,
  type Test,
} from './test.ts';

/** A test of one value, null when it is missing. */
export type Predicate<Value> = (value: Value | null) => boolean;

export interface ScalarOperator<Value> extends OperandParser {
  readonly compile: (operand: never) => (value: Value) => boolean;
  /** What the operator says of a missing value: only negative ones are true. */
  readonly whenMissing: (operand: never) => boolean;
}

/** Values of one type and the operators that test them. */
export interface ScalarType<Value> {
  /** Such as `a number`. */
  readonly what: string;
  readonly operators: Readonly<Record<string, ScalarOperator<Value>>>;
  /** The operator that a bare value stands for, or undefined when this one is not a bare value. */
  readonly bare: (raw: unknown) => string | undefined;
  /** Of a bare value, when there are such. */
  readonly bareSchema: JsonSchema | null;
  /** Why a test says the same of every value, when it does. */
  readonly check?: (test: Test) => string | undefined;
}

export const no = (): boolean => false;
export const yes = (): boolean => true;

/** `others` are the names of what may stand beside the operators and has been taken out already. */
export function parseScalarTest<Value>(
  type: ScalarType<Value>,
  raw: unknown,
  reader: Reader,
  others: readonly string[] = [],
): Test | undefined {
  const operators = { ...type.operators, ...presence };
  const bare = type.bare(raw);
  if (bare !== undefined) return checked(type, parseOperations(new Map([[bare, raw]]), operators, reader), reader);
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return reader.fail(
      `${show(raw)} is neither ${type.what} nor a test; allowed: ${[...Object.keys(operators), ...others].join(', ')}`,
    );
  }
  return checked(type, parseOperations(new Map(Object.entries(raw)), operators, reader, others), reader);
}

function checked<Value>(type: ScalarType<Value>, test: Test | undefined, reader: Reader): Test | undefined {
  const reason = test && type.check?.(test);
  return reason === undefined ? test : reader.fail(reason);
}

/** What `parseScalarTest` reads. */
export function scalarTestSchema<Value>({ what, bareSchema, operators }: ScalarType<Value>): JsonSchema {
  const test = operationsSchema({ ...operators, ...presence });
  return { title: `a test of ${what}`, ...(bareSchema === null ? test : anyOf(bareSchema, test)) };
}

export function compileScalarTest<Value>(type: ScalarType<Value>, test: Test): Predicate<Value> {
  const predicates = test.operations.map((operation): Predicate<Value> => {
    const wanted = asksForPresence(operation);
    if (wanted !== undefined) return (value) => (value !== null) === wanted;
    const operator = type.operators[operation.op];
    if (operator === undefined) throw new Error(`no operator ${operation.op}`);
    return compileOperator(operator, operation.operand);
  });
  const [first] = predicates;
  if (first !== undefined && predicates.length === 1) return first;
  return (value) => predicates.every((holds) => holds(value));
}

function compileOperator<Value>(operator: ScalarOperator<Value>, operand: Operand): Predicate<Value> {
  const holds = operator.compile(operand as never);
  const whenMissing = operator.whenMissing(operand as never);
  return (value) => (value === null ? whenMissing : holds(value));
}
