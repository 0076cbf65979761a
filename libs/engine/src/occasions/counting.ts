import { countWords } from '../describe/quantity-words.ts';
import { show } from '../reading.ts';
import { flipsOf, nextFlip, tally } from '../tests/number.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema } from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import type { Aggregate, CompiledAggregate } from './aggregate.ts';
import { decideByCount } from './look-ahead.ts';
import { type OccasionCount, occasionCount } from './occasion-count.ts';
import { decidedByAll, goneWords, insideWords, moreOf, type OccasionView, stayWords } from './occasion-view.ts';
import type { Stay } from './stays.ts';

/** `exists: true` or `false`. */
export const exists: Aggregate<{ readonly wanted: boolean }> = {
  parse: (raw, reader) =>
    typeof raw === 'boolean' ? { wanted: raw } : reader.fail(`${show(raw)} is not true or false`),
  schema: { type: 'boolean' },
  compile: ({ wanted }, { noun }): CompiledAggregate<OccasionCount> => ({
    ...counted(
      (found) => found > 0 === wanted,
      [1],
      (found) => `${found} ${noun.many}`,
    ),
    threshold: `exists ${wanted}`,
    report: (_kept, view) => {
      const { inside } = view;
      const lasting = longest(view);
      if (lasting === undefined) return { found: `none${goneWords(view)}`, decidedBy: [], remedies: moreOf(1, view) };
      const others = inside.length === 1 ? '' : `, and ${countWords(inside.length - 1)} more`;
      return { found: stayWords(view, lasting) + others, decidedBy: [noun.decider(lasting.occasion)], remedies: [] };
    },
  }),
};

/** The one that is the last to go out of the window, the latest of several. */
function longest({ inside }: OccasionView): Stay | undefined {
  return inside.reduce<Stay | undefined>(
    (best, stay) => (best !== undefined && best.interval[1] > stay.interval[1] ? best : stay),
    undefined,
  );
}

/** How many there are; 0 without any. */
export const count: Aggregate<{ readonly test: Test }> = {
  parse: (raw, reader) => {
    const test = parseScalarTest(tally, raw, reader);
    return test && { test };
  },
  schema: scalarTestSchema(tally),
  compile: ({ test }): CompiledAggregate<OccasionCount> => {
    const holds = compileScalarTest(tally, test);
    return {
      ...counted(holds, flipsOf(test, holds), String),
      threshold: testInWords(test),
      report: ({ count: found }, view) => {
        const flip = nextFlip(test, holds, found);
        return {
          found: found === 0 ? `none${goneWords(view)}` : insideWords(view),
          decidedBy: [decidedByAll(view)],
          remedies: flip === undefined ? [] : moreOf(flip - found, view),
        };
      },
    };
  },
};

/** What asks for nothing but how many there are. */
function counted(
  holds: (count: number) => boolean,
  flips: readonly number[],
  actual: (count: number) => string,
): Omit<CompiledAggregate<OccasionCount>, 'threshold' | 'report'> {
  const decide = decideByCount(holds);
  const read = (kept: object): number => (kept as OccasionCount).count;
  return {
    byCount: { flips, startsWith: holds(0), actual },
    watches: (slot) => [{ kind: 'figure', name: `${slot} count`, slot, read, cuts: flips }],
    tally: occasionCount,
    evaluate: (kept, track) => decide(kept, track),
    actual: (kept) => actual(kept.count),
  };
}
