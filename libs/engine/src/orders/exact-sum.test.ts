import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExactSum } from './exact-sum.ts';

const amounts = fc.array(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -1000, max: 1000 })), { maxLength: 30 });

test('is exact as long as the sum can be said, whatever went in and out before', () => {
  fc.assert(
    fc.property(amounts, amounts, (kept, gone) => {
      const sum = new ExactSum();
      for (const amount of [...kept, ...gone]) sum.add(amount);
      for (const amount of gone) sum.add(-amount);
      const exact = kept.reduce((total, amount) => total + BigInt(amount), 0n);
      if (Number.isSafeInteger(Number(exact))) expect(BigInt(sum.value)).toBe(exact);
      expect(sum.copy().value).toBe(sum.value);
    }),
  );
});
