import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { followTimeline, type Probe } from './naive-timeline.ts';
import { catalogArbitrary } from './random-definitions.ts';
import { historyArbitrary } from './random-histories.ts';
import { stageArbitrary } from './vocabulary.ts';

const wholeGrammar = (): boolean => true;

const questions = stageArbitrary.chain(({ account, start }) =>
  fc.record({
    account: fc.constant(account),
    documents: catalogArbitrary(start, wholeGrammar),
    history: historyArbitrary(start),
  }),
);

/** A hundred instants evenly spread, none of them on a full second. */
const spread: Probe = (from, until) => {
  const step = Math.max(1, Math.floor((until - from) / 100));
  return Array.from({ length: 100 }, (_, index) => from + index * step + 457).filter((at) => at > from && at <= until);
};

test('nothing flips between two candidates', () => {
  fc.assert(
    fc.property(questions, ({ account, documents, history }) => {
      const plain = followTimeline(documents, account, history);
      const probed = followTimeline(documents, account, history, undefined, spread);
      expect(probed.unforeseen).toEqual([]);
      expect(probed.transitions).toEqual(plain.transitions);
    }),
    { seed: 7, numRuns: 150 },
  );
}, 180_000);
