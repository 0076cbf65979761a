import { type Reader, show } from '../reading.ts';
import { tally } from '../tests/number.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema } from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import type { Aggregate } from './aggregate.ts';
import { evaluateTotal, totalInside } from './running-total.ts';

/** `exists: true` or `false`. */
export const exists: Aggregate<{ readonly wanted: boolean }> = {
  parse: (raw, reader) => (typeof raw === 'boolean' ? { wanted: raw } : refuse(raw, reader)),
  schema: { type: 'boolean' },
  compile: ({ wanted }) => ({
    isTimed: false,
    evaluate: (track, now) => evaluateTotal(track, now, 'orders', ({ count }) => count > 0 === wanted),
    actual: (track, now) => `${totalInside(track, now, 'orders').count} orders`,
    threshold: `exists ${wanted}`,
  }),
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
  compile: ({ test }) => {
    const holds = compileScalarTest(tally, test);
    return {
      isTimed: false,
      evaluate: (track, now) => evaluateTotal(track, now, 'orders', (total) => holds(total.count)),
      actual: (track, now) => String(totalInside(track, now, 'orders').count),
      threshold: testInWords(test),
    };
  },
};
