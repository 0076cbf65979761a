import type { Instant } from '../facts.ts';
import { withKeys } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { compileInstantTest, instantTestSchema, parseInstantTest } from '../tests/instant.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { atMost } from '../verdict.ts';
import type { Aggregate, CompiledAggregate } from './aggregate.ts';
import { instants, type SortedNumbers } from './sorted-numbers.ts';

/** The timestamp of one of the matching orders, null when there is none such. */
type Pick = (timestamps: SortedNumbers) => Instant | null;

function compileOccasion(pick: Pick, test: Test): CompiledAggregate<SortedNumbers> {
  const compiled = compileInstantTest(test);
  return {
    tally: instants,
    isTimed: compiled.isTimed,
    evaluate: (timestamps, track, now, zone) => {
      const instant = pick(timestamps);
      const found = compiled.evaluate(instant === null ? null : { instant, day: null }, now, zone);
      return atMost(found, track.nextChange);
    },
    actual: (timestamps) => instantInWords(pick(timestamps)),
    threshold: testInWords(test),
  };
}

function occasion(pick: Pick): Aggregate<{ readonly test: Test }> {
  return {
    parse: (raw, reader) => {
      const test = parseInstantTest(raw, reader);
      return test && { test };
    },
    schema: instantTestSchema,
    compile: ({ test }) => compileOccasion(pick, test),
  };
}

export const first = occasion(({ least }) => least);
export const last = occasion(({ greatest }) => greatest);

/** `nth: { n: 2, inLast: P7D }`: the second matching order, by its timestamp. */
export const nth: Aggregate<{ readonly n: number; readonly test: Test }> = {
  parse: (raw, reader) => {
    const entries = reader.object(
      raw,
      'the number of an order and a test of its instant, such as { n: 2, inLast: P7D }',
    );
    if (entries === undefined) return undefined;
    const n = readOrdinal(entries.get('n'), reader.at('n'));
    const rest = Object.fromEntries([...entries].filter(([key]) => key !== 'n'));
    const test = parseInstantTest(rest, reader);
    return n !== undefined && test ? { n, test } : undefined;
  },
  schema: withKeys(instantTestSchema, { n: { type: 'integer', minimum: 1 } }, ['n']),
  compile: ({ n, test }) => compileOccasion(({ values }) => values[n - 1] ?? null, test),
};

function readOrdinal(raw: unknown, reader: Reader): number | undefined {
  if (typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 1) return raw;
  return reader.fail(`${show(raw)} is not the number of an order: 1 is the first`);
}

export function instantInWords(instant: Instant | null): string {
  if (instant === null) return 'none';
  return Math.abs(instant) <= 8.64e15 ? new Date(instant).toISOString() : String(instant);
}
