import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Problem, Reader } from '../reading.ts';
import { fold } from '../text.ts';
import { compilePattern, MAX_INSTRUCTIONS, MAX_TEXT_LENGTH, readPattern } from './pattern.ts';

const finds = (pattern: string, text: string): boolean => compilePattern(pattern)(text);

function problemOf(pattern: string): string | undefined {
  const problems: Problem[] = [];
  const read = readPattern(pattern, new Reader(problems, 'city'), 'matches');
  expect(problems).toHaveLength(read === undefined ? 1 : 0);
  return problems[0]?.reason;
}

describe('a pattern means its characters as folding compares them', () => {
  test.each([
    ['^Straße$', 'Straße', 'STRASSE'],
    ['^Stra\\Qß\\Ee$', 'strasse', 'Straße'],
    ['^Stra\\x{DF}e$', 'Straße', 'strasse'],
    ['^[Ёß]$', 'ё', 'SS'],
    ['^ß+$', 'ssss', 'ßSS'],
    ['^café$', 'CAFE\u0301', 'café'],
    ['^cafe\u0301+$', 'CAFÉ', 'caféé'],
    ['^[e\u0301]$', 'É', 'e\u0301'],
    ['^\\Qe\u0301.\\E$', 'É.', 'é.'],
    ['^x\u0301{2}$', 'X\u0301x\u0301', 'x\u0301x\u0301'],
    ['^[Ａ-Ｃ]+$', 'abc', 'ＡＢＣ'],
    ['^[А-Я]+$', 'москва', 'МОСКВА'],
    ['^\u1112\u1161\u11ab$', '한', '\u1112\u1161\u11ab'],
    ['^(?P<name>ß)≠$', 'SS≠', 'ß=\u0338'],
    ['^[^а-я]+$', 'Ёё', 'tea'],
    ['^[ß^]$', '^', 'ss'],
    ['^[\\]é]$', ']', 'É'],
    ['^[[:alpha:]ß]+$', 'abcss', 'ß'],
    ['^\\p{Greek}+ς$', 'ΑΣ', 'ας'],
  ])('%s finds %s and %s', (pattern, one, other) => {
    expect([problemOf(pattern), finds(pattern, one), finds(pattern, other)]).toEqual([undefined, true, true]);
  });

  test.each([
    ['…$', 'Moscow', 'abc…'],
    ['^a＊b$', 'aaab', 'a＊b'],
    ['^a{３}$', 'aaa', 'a{３}'],
    ['^（a）$', 'a', '(a)'],
    ['^a｜b$', 'a', 'A|B'],
    ['^［ab］$', 'a', '[ab]'],
    ['^[ß^]$', 'a', '^'],
    ['^\\Q…\\E$', 'abc', '...'],
    ['^ﬃ?$', 'f', 'ffi'],
    ['^[^ё]$', 'Ё', 'e'],
    ['^[e\u0301]$', 'e', 'é'],
    ['^\\x{2026}$', 'abc', '…'],
  ])('%s does not find %s, but does find %s', (pattern, not, but) => {
    expect([problemOf(pattern), finds(pattern, not), finds(pattern, but)]).toEqual([undefined, false, true]);
  });

  test('so that a text is found by itself, quoted, escaped or letter by letter', () => {
    const texts = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((text) => !text.includes('\\'));
    const letters = fc.string({
      unit: fc.constantFrom(...'aeAßéÉ…Ａ＊ﬃςΣıİ\u0301\u0338=한\u1112\u1161\u11abё'),
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.oneof(texts, letters), (text) => {
        const escaped = text.replace(/[.*+?^${}()|[\]]/g, '\\$&');
        for (const pattern of [`^\\Q${text}\\E$`, `^${escaped}$`, `^(?:${escaped})$`]) {
          expect([pattern, finds(pattern, text)]).toEqual([pattern, true]);
          expect([pattern, finds(pattern, fold(text))]).toEqual([pattern, true]);
        }
        for (const character of text) {
          const alone = /[\]^\\-]/.test(character) ? `\\${character}` : character;
          expect([alone, finds(`^[${alone}]$`, character)]).toEqual([alone, true]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a mistake is told in the words of its author', () => {
  test.each([
    ['(', '( is not an RE2 pattern: missing closing ) (matches)'],
    ['ab(ß', 'ab(ß is not an RE2 pattern: missing closing ) (matches)'],
    ['(a)\\1', '(a)\\1 is not an RE2 pattern: invalid escape sequence: \\1 (matches)'],
    ['ß**', 'ß** is not an RE2 pattern: invalid nested repetition operator: ** (matches)'],
    ['[ß', '[ß is not an RE2 pattern: missing closing ] (matches)'],
    ['[é-a]', '[é-a] is not an RE2 pattern: invalid character class range: é-a (matches)'],
    ['\\pÑ', '\\pÑ is not an RE2 pattern: invalid character class range (matches)'],
    ['(?<=a)b', '(?<=a)b is not an RE2 pattern: invalid named capture (matches)'],
    ['[^aß]', '[^aß] is not an RE2 pattern: [^ss] cannot be one character: texts are compared folded (matches)'],
    [
      '(?-i)A',
      '(?-i)A is not an RE2 pattern: (?-i) asks for upper or lower case, and texts are compared without it; leave the i out (matches)',
    ],
    [
      'x(?s-mi:A)',
      'x(?s-mi:A) is not an RE2 pattern: (?s-mi: asks for upper or lower case, and texts are compared without it; leave the i out (matches)',
    ],
    ['\\', '\\ is not an RE2 pattern: trailing backslash at end of expression (matches)'],
  ])('%s', (pattern, reason) => {
    expect(problemOf(pattern)).toBe(reason);
  });

  test('whatever it is, it is told or it compiles', () => {
    const pieces = [
      'a',
      'ß',
      '…',
      'e',
      '\u0301',
      '(',
      ')',
      '[',
      ']',
      '^',
      '-',
      '\\',
      'Q',
      'E',
      '{',
      '2',
      '}',
      '*',
      '?',
      ':',
      '|',
      'p',
      'x',
    ];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...pieces), minLength: 1, maxLength: 20 }), (pattern) => {
        const problem = problemOf(pattern);
        if (problem === undefined) expect(typeof finds(pattern, 'straße')).toBe('boolean');
        else expect(problem).not.toContain('(?i)');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a search is bounded', () => {
  test.each(['(a{0,30}){0,30}b', 'a{200}b{200}', 'ß{130}', '[ß]{130}'])('%s is refused with the limit', (pattern) => {
    expect(problemOf(pattern)).toMatch(
      /is too large: it compiles to \d+ instructions, and the limit is 250; repeat fewer/,
    );
  });

  test('and a pattern that asks for a million instructions is refused without compiling it', () => {
    const before = process.cpuUsage().user;
    for (const pattern of [`(?:(?:(?:${'a'.repeat(900)}){10}){10}){10}`, 'a{999}'.repeat(160)]) {
      expect(problemOf(pattern)).toContain('compiles to far more than 250 instructions');
    }
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(100);
  });

  test('by the length of the text, counted as folded', () => {
    const ends = 'b'.padStart(MAX_TEXT_LENGTH, 'a');
    expect(finds('b$', ends)).toBe(true);
    expect(finds('b$', `a${ends}`)).toBe(false);
    expect(finds('s$', 'ß'.repeat(MAX_TEXT_LENGTH / 2))).toBe(true);
    expect(finds('s$', 'ß'.repeat(MAX_TEXT_LENGTH / 2 + 1))).toBe(false);
    expect(finds('é$', 'e\u0301'.repeat(MAX_TEXT_LENGTH))).toBe(true);
    expect(finds('a', 'a'.repeat(1_000_000))).toBe(false);
  });

  test.each([
    `(?:a?){${MAX_INSTRUCTIONS / 2 - 2}}b`,
    `(?:.?){${MAX_INSTRUCTIONS / 2 - 2}}x`,
    `(?:(?:a*)*){${MAX_INSTRUCTIONS / 2 - 2}}b`,
    `(?:[^\\d]?){${MAX_INSTRUCTIONS / 2 - 2}}1`,
    '(a|b)*a(a|b){75}c',
    '(a{0,10}){0,10}b',
  ])('so that it ends at once: %s', (pattern) => {
    expect(problemOf(pattern)).toBeUndefined();
    const find = compilePattern(pattern);
    expect(find('a'.repeat(MAX_TEXT_LENGTH))).toBe(false);
  });
});
