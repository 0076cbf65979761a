import { countWords } from '../describe/quantity-words.ts';
import { countWatch } from '../orders/counting.ts';
import { flipsOf } from '../orders/by-count.ts';
import { decideByCount } from '../orders/total-flip.ts';
import { show } from '../reading.ts';
import { nextFlip, tally } from '../tests/number.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema } from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import type { CompiledOccasions, OccasionAggregate } from './occasion-aggregate.ts';
import { type OccasionCount, occasionCount } from './occasion-count.ts';
import { decidedByAll, insideWords, moreOf, noneWords, type OccasionView, occasionWords } from './occasion-view.ts';
import type { Stay } from './stays.ts';

/** `exists: true` or `false`. */
export const exists: OccasionAggregate<{ readonly wanted: boolean }> = {
  parse: (raw, reader) =>
    typeof raw === 'boolean' ? { wanted: raw } : reader.fail(`${show(raw)} is not true or false`),
  schema: { type: 'boolean' },
  compile: ({ wanted }): CompiledOccasions<OccasionCount> => {
    const decide = decideByCount((found) => found > 0 === wanted);
    return {
      byCount: { flips: [1], startsWith: !wanted, actual: String },
      watches: (slot) => [countWatch(slot, [1])],
      tally: occasionCount,
      evaluate: (kept, track) => decide(kept, track),
      actual: ({ count: found }) => String(found),
      threshold: `exists ${wanted}`,
      report: (_kept, view) => {
        const lasting = longest(view);
        if (lasting === undefined) return { found: noneWords(view), decidedBy: [], remedies: moreOf(1, view) };
        const { noun, inside, zone } = view;
        const others = inside.length === 1 ? '' : `, and ${countWords(inside.length - 1)} more`;
        return {
          found: occasionWords(noun, lasting.occasion, zone) + others,
          decidedBy: [noun.decider(lasting.occasion)],
          remedies: [],
        };
      },
    };
  },
};

/** The one that is the last to go out of the window, the latest of several. */
function longest({ inside }: OccasionView): Stay | undefined {
  return inside.reduce<Stay | undefined>(
    (best, stay) => (best !== undefined && best.interval[1] > stay.interval[1] ? best : stay),
    undefined,
  );
}

/** How many there are; 0 without any. */
export const count: OccasionAggregate<{ readonly test: Test }> = {
  parse: (raw, reader) => {
    const test = parseScalarTest(tally, raw, reader);
    return test && { test };
  },
  schema: scalarTestSchema(tally),
  compile: ({ test }): CompiledOccasions<OccasionCount> => {
    const holds = compileScalarTest(tally, test);
    const decide = decideByCount(holds);
    const flips = flipsOf(test, holds);
    return {
      byCount: { flips, startsWith: holds(0), actual: String },
      watches: (slot) => [countWatch(slot, flips)],
      tally: occasionCount,
      evaluate: (kept, track) => decide(kept, track),
      actual: ({ count: found }) => String(found),
      threshold: testInWords(test),
      report: ({ count: found }, view) => {
        const flip = nextFlip(test, holds, found);
        return {
          found: found === 0 ? noneWords(view) : insideWords(view),
          decidedBy: [decidedByAll(view)],
          remedies: flip === undefined ? [] : moreOf(flip - found, view),
        };
      },
    };
  },
};
