import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assignSticky } from './sticky-assigner.ts';

const claims = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 7 })
  .chain((ids) =>
    fc.tuple(...ids.map((memberId) => fc.record({ memberId: fc.constant(memberId), owned: fc.array(fc.nat(20)) }))),
  );

describe('assignSticky', () => {
  test('gives every partition to exactly one member, in numbers that differ by one at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), claims, (partitions, members) => {
        const result = assignSticky(partitions, members);
        const all = [...result.values()].flat().sort((left, right) => left - right);
        expect(all).toEqual(Array.from({ length: partitions }, (_, partition) => partition));
        const sizes = [...result.values()].map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect([...result.keys()].sort()).toEqual(members.map(({ memberId }) => memberId).sort());
      }),
    );
  });

  test('moves nothing when everyone reports what it got', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), claims, (partitions, members) => {
        const first = assignSticky(partitions, members);
        const again = assignSticky(partitions, [...first].map(([memberId, owned]) => ({ memberId, owned }))); // prettier-ignore
        expect(again).toEqual(first);
      }),
    );
  });

  test('a newcomer takes only its share', () => {
    const result = assignSticky(8, [
      { memberId: 'a', owned: [0, 1, 2, 3] },
      { memberId: 'b', owned: [4, 5, 6, 7] },
      { memberId: 'c', owned: [] },
    ]);
    expect(result.get('a')).toEqual([0, 1, 2]);
    expect(result.get('b')).toEqual([4, 5, 6]);
    expect(result.get('c')).toEqual([3, 7]);
  });

  test('whoever remains takes over what a member that left had', () => {
    const result = assignSticky(4, [{ memberId: 'b', owned: [2, 3] }]);
    expect(result.get('b')).toEqual([0, 1, 2, 3]);
  });
});
