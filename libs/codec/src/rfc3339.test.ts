import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  greatestDate,
  greatestInstant,
  leastDate,
  leastInstant,
  parseDate,
  parseInstant,
  writeDate,
  writeInstant,
} from './rfc3339.ts';

const anyInstant = fc.integer({ min: leastInstant, max: greatestInstant });

test('every instant of the years 0 to 9999 comes back from its text, which is that of Date', () => {
  fc.assert(
    fc.property(anyInstant, (instant) => {
      expect(parseInstant(writeInstant(instant))).toBe(instant);
      expect(parseInstant(new Date(instant).toISOString())).toBe(instant);
    }),
    { numRuns: 1000 },
  );
  expect(writeInstant(leastInstant)).toBe('0000-01-01T00:00:00Z');
  expect(writeInstant(greatestInstant)).toBe('9999-12-31T23:59:59.999Z');
});

test('every date comes back from its text', () => {
  const wrong: number[] = [];
  for (let day = leastDate; day <= greatestDate; day += 13) if (parseDate(writeDate(day)) !== day) wrong.push(day);
  expect(wrong).toEqual([]);
  expect([writeDate(leastDate), writeDate(greatestDate)]).toEqual(['0000-01-01', '9999-12-31']);
});

test('an offset is taken off', () => {
  fc.assert(
    fc.property(anyInstant, fc.integer({ min: -1439, max: 1439 }), (instant, offset) => {
      const local = new Date(instant + offset * 60_000).toISOString();
      fc.pre(local.length === 24);
      const size = Math.abs(offset);
      const text = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':');
      expect(parseInstant(`${local.slice(0, -1)}${offset < 0 ? '-' : '+'}${text}`)).toBe(instant);
    }),
  );
});

describe('fractions of a second', () => {
  test.each([
    ['.5', 500],
    ['.05', 50],
    ['.123', 123],
    ['.123999999', 123],
    ['.000000001', 0],
  ])('%s', (fraction, ms) => {
    expect(parseInstant(`1970-01-01T00:00:00${fraction}Z`)).toBe(ms);
  });
});

test.each([
  '',
  '2017-01-01',
  '2017-01-01T11:53:26',
  '2017-01-01 11:53:26Z',
  '2017-01-01T11:53Z',
  '2017-01-01T11:53:26.Z',
  '2017-01-01T24:00:00Z',
  '2017-01-01T23:60:00Z',
  '2016-12-31T23:59:60Z',
  '2017-02-29T00:00:00Z',
  '2017-13-01T00:00:00Z',
  '2017-00-01T00:00:00Z',
  '2017-01-00T00:00:00Z',
  '2017-1-1T00:00:00Z',
  '+002017-01-01T00:00:00Z',
  '2017-01-01T11:53:26Z ',
  '2017-01-01T11:53:26+03',
  '2017-01-01T11:53:26+0300',
  '2017-01-01T11:53:26+24:00',
  '2017-01-01T11:53:26+03:60',
  '2017-01-01T11:53:26+03:00x',
  '２017-01-01T11:53:26Z',
])('%p is no RFC 3339 instant', (text) => {
  expect(parseInstant(text)).toBeNaN();
});

test.each(['2017-02-29', '1900-02-29', '2017-04-31', '2017-1-01', '2017-01-01T', '20170101', ''])(
  '%p is no date',
  (text) => {
    expect(parseDate(text)).toBeNaN();
  },
);

test('lower case is RFC 3339 too, and leap days exist', () => {
  expect(parseInstant('2000-02-29t00:00:00z')).toBe(Date.UTC(2000, 1, 29));
  expect(parseDate('2024-02-29')).toBe(Date.UTC(2024, 1, 29) / 86_400_000);
});
