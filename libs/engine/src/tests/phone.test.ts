import { expect, test } from '@jest/globals';
import { parseSegment } from '../definition.ts';
import { profileOf } from '../testing/facts.ts';
import { compileScalarTest } from './scalar.ts';
import { phone } from './phone.ts';

const problemsOf = (test: unknown): string[] => {
  const parsed = parseSegment({ id: 's', name: 'S', when: { customer: { phone: test } } });
  return parsed.ok ? [] : parsed.problems.map(({ path, reason }) => `${path}: ${reason}`);
};

test('a number is found however it is written in the document', () => {
  const { phone: known } = profileOf({ phone: '+79001234567' });
  for (const written of ['+79001234567', '+7 (900) 123-45-67', '+7\u00a0900\u2011123.45.67']) {
    const parsed = parseSegment({ id: 's', name: 'S', when: { customer: { phone: { in: [written] } } } });
    if (!parsed.ok || parsed.definition.when.kind !== 'leaf') throw new Error(JSON.stringify(parsed));
    const { test: asked } = parsed.definition.when.spec as { test: Parameters<typeof compileScalarTest>[1] };
    expect(compileScalarTest(phone, asked)(known)).toBe(true);
  }
});

test('what no number can be is refused, but for parts of one', () => {
  expect(problemsOf('8 900 123-45-67')).toEqual([
    "when.customer.phone: 8 900 123-45-67 is not a phone number with its country's code, such as +79001234567; for parts of one there are startsWith, contains and matches (eq)",
  ]);
  expect(problemsOf({ notIn: ['+79001234567', 'none'] })).toHaveLength(1);
  expect(problemsOf({ startsWith: '+7 9', contains: '900' })).toEqual([]);
});
