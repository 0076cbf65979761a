import { type JsonSchema, withKeys, wordOf } from '../json-schema.ts';
import type { CompiledAggregate } from '../occasions/aggregate.ts';
import { decideByWalk } from '../occasions/look-ahead.ts';
import { type Reader, show } from '../reading.ts';
import { cuts, money, numberInWords } from '../tests/number.ts';
import { type Ratio, ratio, ratioInWords } from '../tests/ratio.ts';
import {
  compileScalarTest,
  parseScalarTest,
  type Predicate,
  scalarTestSchema,
  type ScalarType,
} from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import type { Watch } from '../tracks/watch.ts';
import { atMost, constant } from '../verdict.ts';
import { averageReport, extremeReport, sumReport } from './amount-reports.ts';
import { amounts } from './amount-tallies.ts';
import { type RunningTotal, runningTotal, type Unit } from './running-total.ts';
import type { SortedNumbers } from '../tracks/sorted-numbers.ts';
import type { OrderAggregate } from './order-aggregate.ts';
import type { Match } from './selection.ts';
import { decideBySum } from './total-flip.ts';
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

/** What the matches inside the window come to. */
export const sum: OrderAggregate<Amounts> = {
  parse: (raw, reader, where) => parseAmounts(money, raw, reader, where),
  schema: amountsSchema(money),
  currency: ({ currency }) => currency,
  compile: ({ test, of }, { window, currency }): CompiledAggregate<RunningTotal> => {
    const holds = compileScalarTest(money, test);
    const decide = decideBySum(test, holds);
    const limits = cuts(test);
    return {
      // Of a sum that falls past several limits a newcomer changes which it stops at: that is told by looking.
      watches: (slot) =>
        limits === undefined || (window !== null && limits.length > 1) ? undefined : [sumWatch(slot, limits)],
      tally: runningTotal[of],
      evaluate: (total, track) => decide(total, track),
      actual: (total) => String(total.sum),
      threshold: testInWords(test),
      report: (total, view) => sumReport(test, holds, total, { ...view, currency }),
    };
  },
};

function sumWatch(slot: number, limits: readonly number[]): Watch {
  return {
    kind: 'figure',
    name: `${slot} sum`,
    slot,
    read: (kept) => (kept as RunningTotal).sum,
    canOnlyFall: (kept, { coming }) => (kept as RunningTotal).negatives === 0 && coming.length === 0,
    cuts: limits,
  };
}

export const average: OrderAggregate<Amounts> = {
  parse: (raw, reader, where) => parseAmounts(ratio, raw, reader, where),
  schema: amountsSchema(ratio),
  currency: ({ currency }) => currency,
  compile: ({ test, of }, { currency }): CompiledAggregate<RunningTotal> => {
    const holds = compileScalarTest(ratio, test);
    return {
      tally: runningTotal[of],
      evaluate: (total, track) => decideByWalk(total, track, (ahead) => holds(averageOf(ahead))),
      actual: (total) => ratioInWords(averageOf(total)),
      threshold: testInWords(test),
      report: (total, view) => averageReport(test, holds, total, { ...view, currency }),
    };
  },
};

function averageOf({ sum: dividend, count: divisor }: RunningTotal): Ratio | null {
  return divisor === 0 ? null : { dividend, divisor };
}

/** The least or the greatest of what is inside the window. */
function extreme(which: 'least' | 'greatest'): OrderAggregate<Amounts> {
  return {
    parse: (raw, reader, where) => parseAmounts(money, raw, reader, where),
    schema: amountsSchema(money),
    currency: ({ currency }) => currency,
    compile: ({ test, of }, { currency }): CompiledAggregate<SortedNumbers<Match>> => {
      const holds: Predicate<number> = compileScalarTest(money, test);
      return {
        tally: amounts[of],
        evaluate: (sorted, track) => atMost(constant(holds(sorted[which])), track.nextChange),
        actual: (sorted) => numberInWords(sorted[which]),
        threshold: testInWords(test),
        report: (sorted, view) =>
          extremeReport(which, test, holds, { found: sorted[which], unit: of }, { ...view, currency }),
      };
    },
  };
}

export const min = extreme('least');
export const max = extreme('greatest');
