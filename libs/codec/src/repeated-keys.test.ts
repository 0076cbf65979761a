import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ProblemList } from './problem-list.ts';
import { addRepeatedKeys, countKeys } from './repeated-keys.ts';

function repeatedIn(text: string): string[] {
  const list = new ProblemList();
  addRepeatedKeys(text, list);
  return list.problems.map(({ field }) => field);
}

function keysOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return own + Object.values(value).reduce<number>((sum, inner) => sum + keysOf(inner), 0);
}

const anyLayout = fc.constantFrom(undefined, 1, '\t');

test('as many keys are written as the value has, unless one stands twice', () => {
  fc.assert(
    fc.property(fc.jsonValue(), anyLayout, (value, layout) => {
      const text = JSON.stringify(value, null, layout);
      expect(countKeys(Buffer.from(text))).toBe(keysOf(JSON.parse(text)));
      expect(repeatedIn(text)).toEqual([]);
    }),
  );
});

test.each<[string, string[]]>([
  ['{"a":1,"b":2,"a":1}', ['a']],
  ['{"a":{"b":[1,{"c":1,"c":2}],"b":0}}', ['a.b[1].c', 'a.b']],
  ['{"a":1,"\\u0061":2}', ['a']],
  ['{"a\\"b":1 , "a\\"b" :2, "a\\\\":3}', ['["a\\"b"]']],
  ['{"a":":","b":"{\\"a\\":1}"}', []],
  ['{"a":{},"b":[],"c":[[]],"a":null}', ['a']],
  ['{"a":1,"a":2,"a":3}', ['a', 'a']],
  ['[{"a":1},{"a":2}]', []],
  ['"a:b"', []],
])('%s', (text, fields) => {
  expect(repeatedIn(text)).toEqual(fields);
  const hasMore = countKeys(Buffer.from(text)) > keysOf(JSON.parse(text));
  expect(hasMore).toBe(fields.length > 0);
});

test('nesting deeper than any stack is no problem', () => {
  const deep = `{"a":${'['.repeat(300_000)}${']'.repeat(300_000)},"a":1}`;
  expect(repeatedIn(deep)).toEqual(['a']);
});
