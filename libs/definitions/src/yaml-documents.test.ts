import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseYamlDocuments } from './yaml-documents.ts';

const valuesOf = (text: string) => parseYamlDocuments(text).documents.map(({ value }) => value);
const problemsOf = (text: string) =>
  parseYamlDocuments(text).problems.map(({ line, path, reason }) => `${line} ${path}: ${reason}`);

describe('what is read', () => {
  test('several documents, each with the line it begins on', () => {
    const { documents } = parseYamlDocuments('# first\na: 1\n---\nb: [x, y]\n---\n');
    expect(documents.map(({ value, line, isEmpty }) => ({ value, line, isEmpty }))).toEqual([
      { value: { a: 1 }, line: 2, isEmpty: false },
      { value: { b: ['x', 'y'] }, line: 4, isEmpty: false },
      { value: null, line: 5, isEmpty: true },
    ]);
  });

  test('YAML 1.2 only: dates, yes and no, and << are text', () => {
    expect(valuesOf('a: 2020-01-01\nb: no\nc: <<\nd: 010')).toEqual([{ a: '2020-01-01', b: 'no', c: '<<', d: 10 }]);
    expect(valuesOf('x: &x {a: 1}\ny: {<<: *x}')).toEqual([{ x: { a: 1 }, y: { '<<': { a: 1 } } }]);
  });

  test('a few aliases', () => {
    expect(valuesOf('a: &paid [paid, completed]\nb: *paid')).toEqual([
      { a: ['paid', 'completed'], b: ['paid', 'completed'] },
    ]);
  });

  test('a key named __proto__ is a key', () => {
    const [value] = valuesOf('__proto__: {polluted: true}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('every JSON text means the same as to JSON.parse', () => {
    // Integers beyond 2^53 are refused rather than rounded.
    const hasLargeNumber = (text: string): boolean => /(?<![.\d])\d{16}|e\+/.test(text);
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: false }), fc.nat(3), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(text.length < 1000 && !hasLargeNumber(text));
        expect(valuesOf(text)).toEqual([JSON.parse(text)]);
      }),
    );
  });
});

describe('what is refused', () => {
  test.each([
    ['a key twice', 'a: 1\nb: 2\na: 3', ['3 : is not YAML 1.2: Map keys must be unique']],
    ['a key twice, deep inside', 'a:\n  - {b: 1, b: 2}', ['2 : is not YAML 1.2: Map keys must be unique']],
    ['a tag of its own', 'a: !secret x', ['1 : Unresolved tag: !secret; tags are not allowed, write the plain value']],
    [
      'a tag of YAML 1.1',
      'a: !!binary aGk=',
      ['1 : Unresolved tag: tag:yaml.org,2002:binary; tags are not allowed, write the plain value'],
    ],
    [
      'a directive',
      '%YAML 1.1\n---\na: yes',
      ['null : %YAML 1.1 is not read; remove the directive, the files are YAML 1.2'],
    ],
    ['a list as a key', '? [a]\n: 1', ['1 : is not YAML 1.2: With stringKeys, all keys must be strings']],
    ['no number', 'a:\n  - 1\n  - .nan', ['3 a[1]: NaN is not a number that JSON can carry']],
    ['a cycle', 'a: &a [*a]', ['1 : is nested deeper than 64 levels']],
    ['nesting', `a: ${'['.repeat(70)}${']'.repeat(70)}`, ['1 : is nested deeper than 64 levels']],
    ['nesting beyond the stack', '['.repeat(100_000), ['1 : is nested too deeply to be read']],
    ['an unknown anchor', 'a: *b', ['1 : Unresolved alias (the anchor must be set before the alias): b']],
  ])('%s', (_what, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
    expect(valuesOf(text)).toEqual([]);
  });

  test('a whole number whose last digits would be lost', () => {
    expect(problemsOf('ids:\n  - 12345678901234567890')).toEqual([
      '2 ids[0]: is a whole number beyond 2^53, whose last digits would be lost; if it is a name, put it in quotes',
    ]);
  });

  test('aliases that explode, quickly', () => {
    const levels = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 30; level += 1) {
      levels.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    expect(problemsOf(levels.join('\n'))).toEqual(['1 : expands aliases to more than 100 copies']);
  });

  test('all documents, when one of them is bad', () => {
    expect(parseYamlDocuments('a: 1\n---\nb: [\n').documents).toEqual([]);
  });

  test('more errors than anybody reads, with their number', () => {
    const text = Array.from({ length: 30 }, (_, index) => `k${index}: !t x`).join('\n');
    const problems = problemsOf(text);
    expect(problems).toHaveLength(11);
    expect(problems.at(-1)).toBe('null : and 20 more problems of syntax');
  });
});

describe('lineOf', () => {
  const text =
    'id: x\nwhen:\n  all:\n    - customer:\n        custom.level.a: {gte: 3}\n        custom:\n          - 1\n    - not: {}\n';
  test.each([
    ['', 1],
    ['when', 2],
    ['when.all', 3],
    ['when.all[1]', 8],
    ['when.all[1].not', 8],
    ['when.all[0].customer.custom.level.a.gte', 5],
    ['when.all[0].customer.custom[0]', 7],
    ['when.all[0].customer.absent.deeper', 4],
    ['when.all[7].x', 3],
    ['nothing', 1],
  ])('%s', (path, line) => {
    expect(parseYamlDocuments(text).documents[0]?.lineOf(path)).toBe(line);
  });
});
