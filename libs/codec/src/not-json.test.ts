import { expect, test } from '@jest/globals';
import { notJson } from './not-json.ts';

function reasonFor(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    return notJson(error as Error);
  }
  throw new Error('It is JSON.');
}

test.each(['{"a": \n"b" x', 'x\r\ny', '{"a":"\u0007\u0085\u2028\u001b[31m"x', '\u001b[2J'])(
  '%j makes one plain line',
  (text) => {
    expect(reasonFor(text)).toMatch(/^is not JSON: [^\p{Cc}\u2028\u2029]+$/u);
  },
);

test('the line is told only of a text that has several', () => {
  expect(reasonFor('{"a":1 x}')).toMatch(/at position 7$/);
  expect(reasonFor('{"a":1,\n x}')).toMatch(/\(line 2 column 2\)$/);
});
