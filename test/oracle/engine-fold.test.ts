import { expect, test } from '@jest/globals';
import { compare } from './comparison.ts';

test('the engine, stopped and resumed anywhere, says what the oracle says', () => {
  const { tally, failure } = compare(20_170_101, 40);
  expect(failure).toBeUndefined();
  expect(tally.refusals).toEqual({});
  expect(tally.unforeseen).toBe(0);
  expect(tally.histories).toBe(40);
  expect(tally.checks).toBeGreaterThan(300);
  expect(tally.byTime).toBeGreaterThan(100);
}, 180_000);
