import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Bounds } from './bounds.ts';

const lengths = fc.oneof(fc.constantFrom(1, 63, 64, 65, 128, 200), fc.integer({ min: 1, max: 300 }));

const written = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  bound: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(Infinity, -Infinity)),
});

test('bounds tell the earliest and those that have come, as a list that is looked through would', () => {
  fc.assert(
    fc.property(
      lengths,
      fc.array(written, { maxLength: 400 }),
      fc.integer({ min: -1, max: 41 }),
      (length, all, now) => {
        const bounds = new Bounds(length);
        const list = Array.from({ length }, () => -Infinity);
        // Without this most would stay at -Infinity, and be the earliest.
        for (let index = 0; index < length; index++) {
          bounds.set(index, 50);
          list[index] = 50;
        }
        for (const { at, bound } of all) {
          const index = Math.floor(at * length);
          if (bound === -Infinity) bounds.takeBack(index);
          else bounds.set(index, bound);
          list[index] = bound;
          expect(bounds.at(bounds.earliest)).toBe(Math.min(...list));
        }
        expect(bounds.through(now)).toEqual(list.flatMap((bound, index) => (bound <= now ? [index] : [])));
      },
    ),
    { numRuns: 200 },
  );
});

test('without segments there is no earliest', () => {
  expect(new Bounds(0).earliest).toBe(-1);
  expect(new Bounds(0).through(Infinity)).toEqual([]);
});
