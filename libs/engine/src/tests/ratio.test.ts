import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareRatio } from './ratio.ts';

test.each([
  [1, 10, 0.1, 0],
  [4, 3, 1.3333333333333333, 1],
  [2, 3, 0.6666666666666667, -1],
  [9_007_199_254_740_991, 3, 3_002_399_751_580_330.5, -1],
  [9_007_199_254_740_990, 9_007_199_254_740_991, 1, -1],
  [-1, 3, -0.3333333333333333, -1],
  [333, 0.1, 3330, 0],
  [5, -2, -2.5, 0],
  [1e21, 1e-7, 1e28, 0],
  [0, 7, 0, 0],
])('%d / %d compares with %d as %d', (dividend, divisor, limit, expected) => {
  expect(compareRatio({ dividend, divisor }, limit) || 0).toBe(expected);
});

test('of whole numbers agrees with exact arithmetic', () => {
  const whole = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
  const small = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(whole, small, whole, (dividend, divisor, hundredths) => {
      const exact = BigInt(dividend) * 100n - BigInt(hundredths) * BigInt(divisor);
      const sign = exact < 0n ? -1 : exact > 0n ? 1 : 0;
      expect(compareRatio({ dividend, divisor }, hundredths / 100) || 0).toBe(sign);
    }),
  );
});
