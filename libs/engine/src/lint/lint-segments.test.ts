import { expect, test } from '@jest/globals';
import { account, definitionOf } from '../testing/catalogs.ts';
import { lintSegments } from './lint-segments.ts';

test('warnings come in the order of the segments', () => {
  const bad = { customer: { vip: { eq: true, ne: true } } };
  const found = lintSegments(
    [
      definitionOf({ id: 'b', when: bad }),
      definitionOf({ id: 'a', when: { customer: { createdAt: 'today' } } }),
      definitionOf({ id: 'c', when: bad }),
    ],
    account,
  );
  expect(found.map(({ segmentId, rule }) => `${segmentId} ${rule}`)).toEqual([
    'b never-holds',
    'a time-zone',
    'c never-holds',
  ]);
});
