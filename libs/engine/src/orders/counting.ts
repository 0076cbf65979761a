import { countWords } from '../describe/quantity-words.ts';
import { type Reader, show } from '../reading.ts';
import { nextFlip, tally } from '../tests/number.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema } from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import type { Tally } from '../tracks/tally.ts';
import type { Watch } from '../tracks/watch.ts';
import type { Aggregate, CompiledAggregate } from './aggregate.ts';
import { decidedByAll, decidedByOrder, goneWords, insideWords, moreOrders, orderWords } from './order-report.ts';
import { flipsOf } from './by-count.ts';
import { type RunningTotal, runningTotal } from './running-total.ts';
import type { Stay } from './stays.ts';
import { decideByCount } from './total-flip.ts';

/** `exists: true` or `false`. */
export const exists: Aggregate<{ readonly wanted: boolean }> = {
  parse: (raw, reader) => (typeof raw === 'boolean' ? { wanted: raw } : refuse(raw, reader)),
  schema: { type: 'boolean' },
  compile: ({ wanted }): CompiledAggregate<RunningTotal> => {
    const decide = decideByCount((found) => found > 0 === wanted);
    const actual = (found: number): string => `${found} orders`;
    return {
      byCount: { flips: [1], startsWith: !wanted, actual },
      watches: (slot) => [countWatch(slot, [1])],
      tally: runningTotal.orders,
      evaluate: (total, track) => decide(total, track),
      actual: (total) => actual(total.count),
      threshold: `exists ${wanted}`,
      report: (_total, view) => {
        const { inside, zone } = view;
        const lasting = inside.reduce<Stay | undefined>(
          (best, stay) => (best !== undefined && best.interval[1] > stay.interval[1] ? best : stay),
          undefined,
        );
        if (lasting === undefined)
          return { found: `none${goneWords(view)}`, decidedBy: [], remedies: moreOrders(1, view) };
        const others = inside.length === 1 ? '' : `, and ${countWords(inside.length - 1)} more`;
        return { found: orderWords(lasting, zone) + others, decidedBy: [decidedByOrder(lasting)], remedies: [] };
      },
    };
  },
};

/** Of a tally that counts. */
export function countWatch(slot: number, cuts: readonly number[]): Watch {
  const read = (kept: Tally): number => (kept as Tally & { readonly count: number }).count;
  return { kind: 'figure', name: `${slot} count`, slot, read, cuts };
}

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
    const holds = compileScalarTest(tally, test);
    const decide = decideByCount(holds);
    const flips = flipsOf(test, holds);
    return {
      byCount: { flips, startsWith: holds(0), actual: String },
      watches: (slot) => [countWatch(slot, flips)],
      tally: runningTotal.orders,
      evaluate: (total, track) => decide(total, track),
      actual: (total) => String(total.count),
      threshold: testInWords(test),
      report: ({ count: found }, view) => {
        const flip = nextFlip(test, holds, found);
        return {
          found: found === 0 ? `none${goneWords(view)}` : insideWords(view),
          decidedBy: [decidedByAll(view)],
          remedies: flip === undefined ? [] : moreOrders(flip - found, view),
        };
      },
    };
  },
};
