import { type Reader, show } from '../reading.ts';
import { tally } from '../tests/number.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema } from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import type { Aggregate, CompiledAggregate } from './aggregate.ts';
import { type RunningTotal, runningTotal } from './running-total.ts';
import { decideByCount } from './total-flip.ts';

/** `exists: true` or `false`. */
export const exists: Aggregate<{ readonly wanted: boolean }> = {
  parse: (raw, reader) => (typeof raw === 'boolean' ? { wanted: raw } : refuse(raw, reader)),
  schema: { type: 'boolean' },
  compile: ({ wanted }): CompiledAggregate<RunningTotal> => {
    const decide = decideByCount((found) => found > 0 === wanted);
    return {
      tally: runningTotal.orders,
      isTimed: false,
      evaluate: (total, track) => decide(total, track),
      actual: (total) => `${total.count} orders`,
      threshold: `exists ${wanted}`,
    };
  },
};

function refuse(raw: unknown, reader: Reader): undefined {
  return reader.fail(`${show(raw)} is not true or false`);
}

/** The number of matching orders; 0 without any. */
export const count: Aggregate<{ readonly test: Test }> = {
  parse: (raw, reader) => {
    const test = parseScalarTest(tally, raw, reader);
    return test && { test };
  },
  schema: scalarTestSchema(tally),
  compile: ({ test }): CompiledAggregate<RunningTotal> => {
    const decide = decideByCount(compileScalarTest(tally, test));
    return {
      tally: runningTotal.orders,
      isTimed: false,
      evaluate: (total, track) => decide(total, track),
      actual: (total) => String(total.count),
      threshold: testInWords(test),
    };
  },
};
