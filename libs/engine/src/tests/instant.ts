import type { Instant } from '../facts.ts';
import { anyOf, type JsonSchema, wordOf } from '../json-schema.ts';
import { dateSchema, parseDate } from '../literal.ts';
import { type Reader, show } from '../reading.ts';
import { both, constant, type Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import { absolute } from './absolute.ts';
import type { InstantOperator, InstantPredicate, Moment } from './moment.ts';
import { calendar, isPeriodName, periodNames } from './period.ts';
import { recurring } from './recurring.ts';
import { rolling } from './rolling.ts';
import { asksForPresence, type Operation, operationsSchema, parseOperations, presence, type Test } from './test.ts';

const operators: Readonly<Record<string, InstantOperator>> = { ...absolute, ...rolling, ...calendar, ...recurring };

/** Of what happened once: nothing of it comes back, and there is no asking whether it is there. */
export const onceOperators: Readonly<Record<string, InstantOperator>> = { ...absolute, ...rolling, ...calendar };

/** `others` are the names of what may stand beside the operators and has been taken out already. */
export function parseInstantTest(raw: unknown, reader: Reader, others: readonly string[] = []): Test | undefined {
  const all = { ...operators, ...presence };
  if (typeof raw === 'string' && parseDate(raw) !== undefined)
    return parseOperations(new Map([['on', raw]]), all, reader);
  if (isPeriodName(raw)) return parseOperations(new Map([['calendar', raw]]), all, reader);
  if (raw === 'set' || raw === 'notSet') return parseOperations(new Map([[raw, true]]), all, reader);
  if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) {
    return parseOperations(new Map(Object.entries(raw)), all, reader, others);
  }
  return reader.fail(
    `${show(raw)} is neither a date nor a test of an instant; allowed: ${[...Object.keys(all), ...others].join(', ')}`,
  );
}

/** What `parseInstantTest` reads. */
export const instantTestSchema: JsonSchema = {
  title: 'a test of an instant',
  ...anyOf(dateSchema, wordOf([...periodNames, 'set', 'notSet']), operationsSchema({ ...operators, ...presence })),
};

export interface InstantTest {
  readonly isTimed: boolean;
  /** A null moment is missing. */
  evaluate(moment: Moment | null, now: Instant, zone: Zone): Verdict;
}

export function compileInstantTest(test: Test): InstantTest {
  const whenMissing = constant(test.operations.every(holdsOfMissing));
  const predicates = test.operations.map(compileOperation);
  const [first] = predicates;
  const holds: InstantPredicate =
    first !== undefined && predicates.length === 1
      ? first
      : (moment, now, zone) => predicates.map((predicate) => predicate(moment, now, zone)).reduce(both);
  return {
    isTimed: test.operations.some(({ op }) => operators[op]?.isTimed === true),
    evaluate: (moment, now, zone) => (moment === null ? whenMissing : holds(moment, now, zone)),
  };
}

function holdsOfMissing(operation: Operation): boolean {
  const wanted = asksForPresence(operation);
  if (wanted !== undefined) return !wanted;
  return operators[operation.op]?.whenMissing?.(operation.operand as never) ?? false;
}

function compileOperation(operation: Operation): InstantPredicate {
  const wanted = asksForPresence(operation);
  if (wanted !== undefined) return () => constant(wanted);
  const operator = operators[operation.op];
  if (operator === undefined) throw new Error(`no operator ${operation.op}`);
  return operator.compile(operation.operand as never);
}

/** For evidence. */
export function instantInWords(instant: Instant | null): string {
  if (instant === null) return 'none';
  return Math.abs(instant) <= 8.64e15 ? new Date(instant).toISOString() : String(instant);
}
