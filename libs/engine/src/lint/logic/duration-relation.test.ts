import { expect, test } from '@jest/globals';
import { addMonths, epochDayOf } from '../../civil.ts';
import { type Duration, parseDuration } from '../../duration.ts';
import { alwaysEndsBefore, neverEndsBefore } from './duration-relation.ts';

function duration(text: string): Duration {
  const parsed = parseDuration(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

test.each([
  ['P27D', 'P1M', true],
  ['P28D', 'P1M', false],
  ['P1M', 'P32D', true],
  ['P1M', 'P31D', false],
  ['P1M', 'P1M1D', true],
  ['P1M', 'P1M', false],
  ['P364D', 'P1Y', true],
  ['P365D', 'P1Y', false],
  ['P2M', 'P62D', false],
  ['P2M', 'P63D', true],
  ['P1M', 'P1MT1S', true],
])('%s always ends before %s: %s', (near, far, expected) => {
  expect(alwaysEndsBefore(duration(near), duration(far))).toBe(expected);
});

test('what always ends before does so from every date, and else some date is there from which it does not', () => {
  const texts = ['P1M', 'P2M', 'P1Y', 'P28D', 'P31D', 'P60D', 'P1M1D'];
  const dates = Array.from({ length: 1461 }, (_, n) => epochDayOf(2000, 3, 1) + n);
  for (const near of texts.map(duration)) {
    for (const far of texts.map(duration)) {
      const end = (date: number, { months, days }: Duration): number => addMonths(date, months) + days;
      const isSo = dates.every((date) => end(date, near) < end(date, far));
      expect([near.text, far.text, alwaysEndsBefore(near, far)]).toEqual([near.text, far.text, isSo]);
      if (neverEndsBefore(near, far)) expect(dates.some((date) => end(date, near) < end(date, far))).toBe(false);
    }
  }
});
