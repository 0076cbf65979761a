import { expect, test } from '@jest/globals';
import { compare } from './comparison.ts';

test('the engine, stopped and resumed anywhere, says what the oracle says', () => {
  const { tally, failure } = compare(20_170_101, 60);
  expect(failure).toBeUndefined();
  expect(
    [...tally.refusals.keys()].filter(
      (reason) => !/enteredSegment is not supported yet| can never hold: | always holds: /.test(reason),
    ),
  ).toEqual([]);
  expect(tally.unforeseen).toBe(0);
  expect(tally.cases).toBe(60);
  expect(tally.byTime).toBeGreaterThan(10);
}, 180_000);
