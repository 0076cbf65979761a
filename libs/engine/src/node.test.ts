import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CustomerFacts } from './customer-facts.ts';
import { allNode, anyNode, atLeastNode, type Node, notNode } from './node.ts';
import { verdict } from './verdict.ts';

const END = 12;

/** A leaf that is true at the instants given, false elsewhere, and tells its bound exactly. */
function leafOf(trueAt: readonly number[]): Node {
  const valueAt = (now: number): boolean => trueAt.includes(now);
  return {
    of: [],
    explain: () => [],
    evaluate: (_facts, now) => {
      let until = now + 1;
      while (until <= END && valueAt(until) === valueAt(now)) until++;
      return verdict(valueAt(now), until > END ? Infinity : until);
    },
  };
}

type Formula = { readonly node: Node; readonly holds: (now: number) => boolean };

const { formula } = fc.letrec<{ formula: Formula; leaf: Formula; list: Formula[] }>((tie) => ({
  leaf: fc
    .subarray(Array.from({ length: END }, (_, i) => i))
    .map((trueAt) => ({ node: leafOf(trueAt), holds: (now) => trueAt.includes(now) })),
  list: fc.array(tie('formula'), { minLength: 1, maxLength: 4 }),
  formula: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    tie('formula').map(({ node, holds }) => ({ node: notNode(node), holds: (now: number) => !holds(now) })),
    tie('list').map((of) => ({
      node: allNode(of.map(({ node }) => node)),
      holds: (now: number) => of.every(({ holds }) => holds(now)),
    })),
    tie('list').map((of) => ({
      node: anyNode(of.map(({ node }) => node)),
      holds: (now: number) => of.some(({ holds }) => holds(now)),
    })),
    fc.tuple(tie('list'), fc.integer({ min: 1, max: 4 })).map(([of, k]) => ({
      node: atLeastNode(
        k,
        of.map(({ node }) => node),
      ),
      holds: (now: number) => of.filter(({ holds }) => holds(now)).length >= k,
    })),
  ),
}));

test('a formula has its value, and keeps it until its bound', () => {
  fc.assert(
    fc.property(formula, ({ node, holds }) => {
      for (let now = 0; now <= END; now++) {
        const { value, until } = node.evaluate({} as CustomerFacts, now);
        expect(value).toBe(holds(now));
        expect(until).toBeGreaterThan(now);
        for (let later = now; later < Math.min(until, END + 1); later++)
          if (holds(later) !== value) throw new Error(`${later}`);
      }
    }),
    { numRuns: 500 },
  );
});

test('a conjunction that one constant refuses is not looked at again', () => {
  const never = leafOf([]);
  expect(allNode([leafOf([3]), never]).evaluate({} as CustomerFacts, 0)).toEqual({ value: false, until: Infinity });
  expect(allNode([leafOf([3]), leafOf([5])]).evaluate({} as CustomerFacts, 0)).toEqual({ value: false, until: 5 });
  expect(atLeastNode(2, [leafOf([3]), leafOf([5]), leafOf([7])]).evaluate({} as CustomerFacts, 0)).toEqual({
    value: false,
    until: 5,
  });
});
