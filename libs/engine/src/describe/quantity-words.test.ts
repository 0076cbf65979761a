import { expect, test } from '@jest/globals';
import { parseDuration } from '../duration.ts';
import { countWords, durationWords, instantWords, moneyWords, ordinalWords, percentWords } from './quantity-words.ts';

test('money in the units that people count in', () => {
  expect(moneyWords(49_990, 'EUR')).toBe('499.90 EUR');
  expect(moneyWords(-5, 'RUB')).toBe('-0.05 RUB');
  expect(moneyWords(49_990, 'JPY')).toBe('49,990 JPY');
  expect(moneyWords(1_234_567, 'KWD')).toBe('1,234.567 KWD');
  expect(moneyWords(100.5, 'EUR')).toBe('1.005 EUR');
});

test.each([
  ['P3M', 'three months'],
  ['P1Y6M', 'one year and six months'],
  ['P1M15DT12H', 'one month, 15 days and twelve hours'],
  ['P2W', 'two weeks'],
  ['PT90M', '90 minutes'],
  ['PT1.5S', '1.5 seconds'],
  ['P12M', 'twelve months'],
])('%s is %s', (text, words) => {
  const duration = parseDuration(text);
  expect(duration && durationWords(duration)).toBe(words);
});

test('numbers', () => {
  expect([0, 1, 12, 13, 1000].map(countWords)).toEqual(['zero', 'one', 'twelve', '13', '1,000']);
  expect([1, 2, 10, 11, 12, 13, 21, 22, 23, 111].map(ordinalWords)).toEqual([
    'first',
    'second',
    'tenth',
    '11th',
    '12th',
    '13th',
    '21st',
    '22nd',
    '23rd',
    '111th',
  ]);
  expect([0.25, 0.07, 1, 0.125].map(percentWords)).toEqual(['25%', '7%', '100%', '12.5%']);
});

test('an instant to the millisecond, where there are any', () => {
  expect(instantWords(Date.parse('2026-03-08T12:00:00Z'))).toBe('8 March 2026, 12:00 UTC');
  expect(instantWords(Date.parse('2026-03-08T12:00:30.005+03:00'))).toBe('8 March 2026, 09:00:30.005 UTC');
  expect(instantWords(Date.parse('1969-12-31T23:59:00Z'))).toBe('31 December 1969, 23:59 UTC');
});
