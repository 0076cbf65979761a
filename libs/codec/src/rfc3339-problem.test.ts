import { expect, test } from '@jest/globals';
import { parseInstant } from './rfc3339.ts';
import { dateProblem, instantProblem } from './rfc3339-problem.ts';

test.each([
  ['yesterday', 'is not an RFC 3339 timestamp such as 2017-01-01T11:53:26Z'],
  ['2023-03-01', 'is not an RFC 3339 timestamp such as 2017-01-01T11:53:26Z'],
  ['2023-02-29T00:00:00Z', 'has day 29: February 2023 has 01 to 28'],
  ['2024-02-30T00:00:00Z', 'has day 30: February 2024 has 01 to 29'],
  ['2024-13-01T00:00:00Z', 'has month 13: 01 to 12 exist'],
  ['2024-01-01T24:00:00Z', 'has hour 24: midnight is 00:00:00 of the day that begins'],
  ['2024-01-01T25:00:00Z', 'has hour 25: 00 to 23 exist'],
  ['2024-01-01T10:60:00Z', 'has minute 60: 00 to 59 exist'],
  ['2016-12-31T23:59:60Z', 'has second 60: leap seconds have no place in Unix time, write 59'],
  ['2016-12-31T23:59:61Z', 'has second 61: 00 to 59 exist'],
  ['2024-01-01t10:00:00', 'has no offset from UTC: append Z, or an offset such as +03:00'],
  ['2024-01-01T10:00:00+24:00', 'has the offset +24:00: at most 23:59 exists'],
  ['2024-01-01T10:00:00-03:60', 'has the offset -03:60: at most 23:59 exists'],
  ['9999-12-31T23:59:59-01:00', 'does not lie in the years 0 to 9999 of UTC'],
])('%s %s', (text, reason) => {
  expect(instantProblem(text)).toBe(reason);
});

test('upper and lower case of t and z are one', () => {
  expect(parseInstant('2024-02-29t00:00:00z')).toBe(parseInstant('2024-02-29T00:00:00Z'));
  expect(instantProblem('2023-02-29t00:00:00z')).toBe('has day 29: February 2023 has 01 to 28');
});

test.each([
  ['17.05.1990', 'is not a date such as 1990-05-17'],
  ['1990-02-30', 'has day 30: February 1990 has 01 to 28'],
  ['1990-04-00', 'has day 00: April 1990 has 01 to 30'],
  ['1990-00-10', 'has month 00: 01 to 12 exist'],
])('%s %s', (text, reason) => {
  expect(dateProblem(text)).toBe(reason);
});
