import { type JsonSchema, pairOf } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { within } from './domain.ts';
import { no, type ScalarOperator, type ScalarType, yes } from './scalar.ts';
import type { Operand, Test } from './test.ts';

type ReadNumber = (raw: unknown, reader: Reader, op: string) => number | undefined;

function readNumber(raw: unknown, reader: Reader, op: string): number | undefined {
  return typeof raw === 'number' && Number.isFinite(raw) ? raw : reader.fail(`${show(raw)} is not a number (${op})`);
}

function readMinorUnits(raw: unknown, reader: Reader, op: string): number | undefined {
  if (typeof raw === 'number' && Number.isSafeInteger(raw)) return raw;
  const hint = typeof raw === 'number' ? ': kopecks or cents, so 499.90 is 49990' : '';
  return reader.fail(`${show(raw)} is not money in whole minor units${hint} (${op})`);
}

function compare(
  read: ReadNumber,
  schema: JsonSchema,
  holds: (value: number, operand: number) => boolean,
  whenMissing = no,
): ScalarOperator<number> {
  return { parse: read, schema, compile: (operand: number) => (value) => holds(value, operand), whenMissing };
}

function numberType(what: string, read: ReadNumber, schema: JsonSchema): ScalarType<number> {
  return {
    what,
    bare: (raw) => (typeof raw === 'number' ? 'eq' : undefined),
    bareSchema: schema,
    operators: {
      eq: compare(read, schema, (value, operand) => value === operand),
      ne: compare(read, schema, (value, operand) => value !== operand, yes),
      gt: compare(read, schema, (value, operand) => value > operand),
      gte: compare(read, schema, (value, operand) => value >= operand),
      lt: compare(read, schema, (value, operand) => value < operand),
      lte: compare(read, schema, (value, operand) => value <= operand),
      between: {
        parse: (raw, reader, op) => readPair(raw, reader, op, read),
        schema: pairOf(schema),
        compile:
          ([from, to]: readonly [number, number]) =>
          (value) =>
            value >= from && value <= to,
        whenMissing: no,
      },
    },
  };
}

function readPair(raw: unknown, reader: Reader, op: string, read: ReadNumber): readonly number[] | undefined {
  if (!Array.isArray(raw) || raw.length !== 2) return reader.fail(`${show(raw)} is not a pair [from, to] (${op})`);
  const [from, to] = [read(raw[0], reader, op), read(raw[1], reader, op)];
  if (from === undefined || to === undefined) return undefined;
  return from <= to ? [from, to] : reader.fail(`from ${from} is above to ${to} (${op})`);
}

const anything = { least: -Infinity, most: Infinity, isWhole: false, isKnown: false };
const anyNumber = numberType('a number', readNumber, { type: 'number' });

export const number = within(anyNumber, { ...anything, rule: 'no number is like that' });
/** Integer minor units. */
export const money = within(numberType('money in minor units', readMinorUnits, { type: 'integer' }), {
  ...anything,
  isWhole: true,
  rule: 'money is in whole minor units',
});
/** How many there are of something, which is always known. */
export const tally = within(anyNumber, {
  ...anything,
  least: 0,
  isWhole: true,
  isKnown: true,
  rule: 'it is a whole number from 0 on',
});
/** Whole days since something. */
export const wholeDays = within(anyNumber, {
  ...anything,
  least: 0,
  isWhole: true,
  rule: 'days are a whole number from 0 on',
});
/** Completed years; below zero of what is yet to come. */
export const wholeYears = within(anyNumber, { ...anything, isWhole: true, rule: 'an age is a whole number of years' });
export const monthNumber = within(anyNumber, {
  ...anything,
  least: 1,
  most: 12,
  isWhole: true,
  rule: 'a month is a whole number from 1 to 12',
});

/**
 * The least whole number above `n` for which the test says something else than for `n`, or undefined when there is none:
 * when to look again at a number that only grows.
 */
export function nextFlip(test: Test, holds: (n: number) => boolean, n: number): number | undefined {
  const value = holds(n);
  const candidates = test.operations.flatMap(({ operand }) => breakpoints(operand)).filter((m) => m > n);
  return candidates.sort((a, b) => a - b).find((m) => holds(m) !== value);
}

/** All whole numbers above zero for which the test says something else than for one less, ascending. */
export function flipsOf(test: Test, holds: (n: number) => boolean): number[] {
  const flips: number[] = [];
  for (let n = nextFlip(test, holds, 0); n !== undefined; n = nextFlip(test, holds, n)) flips.push(n);
  return flips;
}

/** The greatest whole number below `n` for which the test says something else than for `n`, or undefined when there is none. */
export function previousFlip(test: Test, holds: (n: number) => boolean, n: number): number | undefined {
  const value = holds(n);
  const candidates = test.operations.flatMap(({ operand }) => breakpoints(operand)).flatMap((m) => [m - 1, m]);
  return candidates
    .filter((m) => m < n)
    .sort((a, b) => b - a)
    .find((m) => holds(m) !== value);
}

/** How much greater is the next number that money and numbers of things can be. */
const next = (n: number): number => Math.floor(n) + 1;

const cutsOf: Readonly<Record<string, (operand: never) => readonly number[]>> = {
  eq: (n: number) => [Math.ceil(n), next(n)],
  ne: (n: number) => [Math.ceil(n), next(n)],
  gt: (n: number) => [next(n)],
  gte: (n: number) => [Math.ceil(n)],
  lt: (n: number) => [Math.ceil(n)],
  lte: (n: number) => [next(n)],
  between: ([from, to]: readonly [number, number]) => [Math.ceil(from), next(to)],
};

/**
 * Whole numbers, of which one lies above the lesser and not above the greater of any two whole numbers of which the test says different
 * things. Undefined where it is not so simple.
 */
export function cuts({ operations }: Test): readonly number[] | undefined {
  const found = operations.flatMap(({ op, operand }) => cutsOf[op]?.(operand as never) ?? [Number.NaN]);
  return found.every((cut) => Number.isSafeInteger(cut)) ? found : undefined;
}

function breakpoints(operand: Operand): number[] {
  if (typeof operand === 'number') return [Math.ceil(operand), Math.floor(operand) + 1];
  return Array.isArray(operand) ? (operand as readonly Operand[]).flatMap(breakpoints) : [];
}

/** For evidence. */
export function numberInWords(value: number | null): string {
  return value === null ? 'none' : String(value);
}
