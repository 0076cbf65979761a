import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { suggest } from './suggestion.ts';

test.each([
  ['cuont', ['count', 'sum'], 'count'],
  ['Moscov', ['moscow', 'kazan'], 'moscow'],
  ['vipp', ['vip', 'vips'], 'vip'],
  ['gt', ['gte', 'lt', 'gt'], 'gt'],
  ['colour', ['product', 'site'], undefined],
  ['x', ['sum'], undefined],
  ['', ['a'], undefined],
])('%s among %j is %s', (found, candidates, meant) => {
  expect(suggest(found, candidates)).toBe(meant);
});

/** Optimal string alignment by its definition. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  const swapped = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0];
  return Math.min(
    distance(restA, restB) + (a[0] === b[0] ? 0 : 1),
    distance(restA, b) + 1,
    distance(a, restB) + 1,
    ...(swapped ? [distance(a.slice(2), b.slice(2)) + 1] : []),
  );
}

test('is the first of the nearest, less than three edits away, or fewer for short ones', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 5 }), (found, candidates) => {
      const near = candidates.map((candidate) => ({ candidate, edits: distance(found, candidate) }));
      const limit = Math.min(3, Math.floor(found.length / 2) + 1);
      const [best] = near.filter(({ edits }) => edits < limit).sort((x, y) => x.edits - y.edits);
      expect(suggest(found, candidates)).toBe(best?.candidate);
    }),
    { numRuns: 500 },
  );
});
