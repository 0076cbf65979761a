import type { Instant } from '../facts.ts';
import { type JsonSchema, withKeys, wordOf } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { money } from '../tests/number.ts';
import { ratio } from '../tests/ratio.ts';
import {
  compileScalarTest,
  parseScalarTest,
  type Predicate,
  scalarTestSchema,
  type ScalarType,
} from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { atMost, constant } from '../verdict.ts';
import type { Aggregate, CompiledAggregate } from './aggregate.ts';
import { evaluateTotal, type RunningTotal, totalInside, type Unit } from './running-total.ts';
import type { Match } from './selection.ts';
import type { Track } from './track.ts';
import { mixesCurrencies, type Where } from './where.ts';

/** A test of money of one currency: of the orders' totals, or of the matching items' amounts. */
export interface Amounts {
  readonly test: Test;
  readonly of: Unit;
  /** Null: the account's. */
  readonly currency: string | null;
}

/** Reads `{ of?: items, currency?: EUR, <test> }`, or a bare number. */
function parseAmounts<Value>(type: ScalarType<Value>, raw: unknown, reader: Reader, where: Where): Amounts | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const test = parseScalarTest(type, raw, reader);
    const currency = chosenCurrency(undefined, reader, where);
    return test && currency !== undefined ? { test, of: 'orders', currency } : undefined;
  }
  const entries = new Map<string, unknown>(Object.entries(raw));
  const of = entries.has('of') ? reader.at('of').word(entries.get('of'), ['orders', 'items'] as const) : 'orders';
  const currency = chosenCurrency(entries.get('currency'), reader, where);
  entries.delete('of');
  entries.delete('currency');
  const test = parseScalarTest(type, Object.fromEntries(entries), reader);
  return test && of && currency !== undefined ? { test, of, currency } : undefined;
}

export const currencySchema: JsonSchema = { type: 'string', pattern: '^[A-Za-z]{3}$' };

function amountsSchema<Value>(type: ScalarType<Value>): JsonSchema {
  return withKeys(scalarTestSchema(type), { of: wordOf(['orders', 'items']), currency: currencySchema });
}

/** The one that the aggregate names, else the one that `where` asks for, else (null) the account's. */
export function chosenCurrency(named: unknown, reader: Reader, where: Where): string | null | undefined {
  if (named === undefined) {
    if (!mixesCurrencies(where)) return where.currency;
    return reader.fail('amounts of several currencies cannot be added or compared; name one, such as currency: EUR');
  }
  const at = reader.at('currency');
  const currency = readCurrency(named, at);
  if (currency === undefined || where.currency === null || where.currency === currency) return currency;
  return at.fail(`${currency} is not the currency of the orders, which where says is ${where.currency}`);
}

export function readCurrency(raw: unknown, reader: Reader): string | undefined {
  if (typeof raw === 'string' && /^[A-Za-z]{3}$/.test(raw)) return raw.toUpperCase();
  return reader.fail(`${show(raw)} is not an ISO 4217 code like EUR`);
}

/** Of what is inside the window, kept as a running total. */
function totalled<Value>(
  type: ScalarType<Value>,
  valueOf: (total: RunningTotal) => Value | null,
  inWords: (value: Value) => string,
): Aggregate<Amounts> {
  return {
    parse: (raw, reader, where) => parseAmounts(type, raw, reader, where),
    schema: amountsSchema(type),
    currency: ({ currency }) => currency,
    compile: ({ test, of }) => {
      const holds = compileScalarTest(type, test);
      return {
        isTimed: false,
        evaluate: (track, now) => evaluateTotal(track, now, of, (total) => holds(valueOf(total))),
        actual: (track, now) => {
          const value = valueOf(totalInside(track, now, of));
          return value === null ? 'none' : inWords(value);
        },
        threshold: testInWords(test),
      };
    },
  };
}

export const sum = totalled(money, (total) => total.sum, String);

export const average = totalled(
  ratio,
  ({ sum: dividend, count: divisor }) => (divisor === 0 ? null : { dividend, divisor }),
  ({ dividend, divisor }) => String(dividend / divisor),
);

/** The least or the greatest of what is inside the window. */
function extreme(better: (a: number, b: number) => number): Aggregate<Amounts> {
  return {
    parse: (raw, reader, where) => parseAmounts(money, raw, reader, where),
    schema: amountsSchema(money),
    currency: ({ currency }) => currency,
    compile: ({ test, of }): CompiledAggregate => {
      const holds: Predicate<number> = compileScalarTest(money, test);
      const find = (track: Track, now: Instant): number | null => {
        const amounts = track.inside(now).flatMap((match) => amountsOf(match, of));
        return amounts.length === 0 ? null : amounts.reduce(better);
      };
      return {
        isTimed: false,
        evaluate: (track, now) => atMost(constant(holds(find(track, now))), track.nextChange(now)),
        actual: (track, now) => inWords(find(track, now)),
        threshold: testInWords(test),
      };
    },
  };
}

function amountsOf({ order, items }: Match, unit: Unit): readonly number[] {
  return unit === 'orders' ? [order.total] : items.map(({ amount }) => amount);
}

export const min = extreme((a, b) => (a < b ? a : b));
export const max = extreme((a, b) => (a > b ? a : b));

export function inWords(value: number | null): string {
  return value === null ? 'none' : String(value);
}
