import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant } from './instant.ts';

test.each([
  ['2018-01-01T00:00:00Z', Date.UTC(2018, 0, 1)],
  ['2018-01-01T00:00:00.1234567Z', Date.UTC(2018, 0, 1, 0, 0, 0, 123)],
  ['2018-01-01T03:00:00+03:00', Date.UTC(2018, 0, 1)],
  ['2017-12-31T18:30:00-05:30', Date.UTC(2018, 0, 1)],
  ['2016-02-29T12:00:00Z', Date.UTC(2016, 1, 29, 12)],
])('%s', (text, instant) => {
  expect(parseInstant(text)).toBe(instant);
});

test.each([
  '2018-01-01',
  '2018-01-01T00:00:00',
  '2018-01-01 00:00:00Z',
  '2017-02-29T00:00:00Z',
  '2017-13-01T00:00:00Z',
  '2017-01-01T24:00:00Z',
  '2017-01-01T00:00:60Z',
  '2017-01-01T00:00:00+24:00',
  'now',
  '',
])('%j is none', (text) => {
  expect(parseInstant(text)).toBeNull();
});

test('agrees with Date on every instant it writes', () => {
  const instant = fc.integer({ min: Date.UTC(0, 0), max: Date.UTC(9999, 11, 31) });
  fc.assert(fc.property(instant, (value) => expect(parseInstant(new Date(value).toISOString())).toBe(value)));
});
