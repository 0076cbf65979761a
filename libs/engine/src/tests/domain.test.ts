import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Reader, type Problem } from '../reading.ts';
import { monthNumber, tally } from './number.ts';
import { compileScalarTest, parseScalarTest, type ScalarType } from './scalar.ts';
import { parseSegment } from '../definition.ts';

function problemsOf(when: object): string[] {
  const parsed = parseSegment({ id: 's', name: 'S', when });
  return parsed.ok ? [] : parsed.problems.map(({ path, reason }) => `${path}: ${reason}`);
}

test.each<[object, string]>([
  [{ orders: { count: -1 } }, 'when.orders.count: eq -1 can never hold: it is a whole number from 0 on'],
  [{ orders: { count: 2.5 } }, 'when.orders.count: eq 2.5 can never hold: it is a whole number from 0 on'],
  [{ orders: { count: { gte: 0 } } }, 'when.orders.count: gte 0 always holds: it is a whole number from 0 on'],
  [{ orders: { count: { lt: 0 } } }, 'when.orders.count: lt 0 can never hold: it is a whole number from 0 on'],
  [
    { orders: { count: { gt: 2, lt: 3 } } },
    'when.orders.count: gt 2 and lt 3 can never hold: it is a whole number from 0 on',
  ],
  [{ orders: { count: { set: true } } }, 'when.orders.count: set true always holds: it is a whole number from 0 on'],
  [
    { orders: { distinct: { of: 'site', lt: 0 } } },
    'when.orders.distinct: lt 0 can never hold: it is a whole number from 0 on',
  ],
  [
    { orders: { daysSinceLast: -1 } },
    'when.orders.daysSinceLast: eq -1 can never hold: days are a whole number from 0 on',
  ],
  [
    { customer: { birthday: { monthOfYear: 13 } } },
    'when.customer.birthday.monthOfYear: eq 13 can never hold: a month is a whole number from 1 to 12',
  ],
  [
    { customer: { birthday: { age: 17.5 } } },
    'when.customer.birthday.age: eq 17.5 can never hold: an age is a whole number of years',
  ],
  [
    { customer: { tags: { size: -1 } } },
    'when.customer.tags.size: eq -1 can never hold: it is a whole number from 0 on',
  ],
  [
    { customer: { 'loyalty.balance': { gt: 5, lt: 3 } } },
    'when.customer.loyalty.balance: gt 5 and lt 3 can never hold: no number is like that',
  ],
  [
    { customer: { 'loyalty.balance': { set: true, notSet: true } } },
    'when.customer.loyalty.balance: set true and notSet true can never hold: no number is like that',
  ],
  [
    { orders: { sum: { gt: 5, lt: 6 } } },
    'when.orders.sum: gt 5 and lt 6 can never hold: money is in whole minor units',
  ],
])('%j is refused', (when, problem) => {
  expect(problemsOf(when)).toEqual([problem]);
});

test.each<[object]>([
  [{ orders: { count: 0 } }],
  [{ orders: { count: { gte: 0, lt: 3 } } }],
  [{ orders: { daysSinceLast: { gte: 0 } } }],
  [{ customer: { birthday: { monthOfYear: { gte: 12 }, age: { lt: 0 } } } }],
  [{ customer: { tags: { size: 0 } } }],
  [{ customer: { 'loyalty.balance': { gt: 0.5, lt: 0.6 } } }],
])('%j is not', (when) => {
  expect(problemsOf(when)).toEqual([]);
});

describe('a test is refused when, and only when, it says the same of every value', () => {
  const operand = fc.integer({ min: -4, max: 30 }).map((n) => n / 2);
  const operator = fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte');
  const tests = fc
    .array(fc.tuple(operator, operand), { minLength: 1, maxLength: 3 })
    .map((entries) => Object.fromEntries(entries));

  test.each<[string, ScalarType<number>, readonly (number | null)[]]>([
    ['tally', tally, Array.from({ length: 40 }, (_, n) => n)],
    ['monthNumber', monthNumber, [null, ...Array.from({ length: 12 }, (_, n) => n + 1)]],
  ])('%s', (_name, type, values) => {
    fc.assert(
      fc.property(tests, (raw) => {
        const problems: Problem[] = [];
        const parsed = parseScalarTest(type, raw, new Reader(problems, 'n'));
        const operations = Object.entries(raw).map(([op, value]) => ({ op, operand: value }));
        const holds = compileScalarTest(type, { operations });
        expect(parsed === undefined).toBe(new Set(values.map(holds)).size === 1);
      }),
    );
  });
});
