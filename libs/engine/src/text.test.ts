import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from './text.ts';

test.each([
  ['Straße', 'STRASSE'],
  ['Straße', 'STRAẞE'],
  ['ΟΔΟΣ', 'οδος'],
  ['ﬁrma', 'FIRMA'],
  ['Ｔｏｋｙｏ', 'tokyo'],
  ['Москва', 'МОСКВА'],
  ['İzmir', 'i̇zmir'],
  ['e\u0301', 'É'],
  ['ΐ', 'Ϊ́'],
])('%s equals %s', (a, b) => {
  expect(fold(a)).toBe(fold(b));
});

test.each([
  ['ı', 'i'],
  ['е', 'e'],
  ['é', 'e'],
])('%s is another letter than %s', (a, b) => {
  expect(fold(a)).not.toBe(fold(b));
});

test('folding twice is folding once, and letters that simple case folding equates are equal', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(fold(fold(text))).toBe(fold(text))));
  const unequal: string[] = [];
  for (let code = 0; code < 0x2000; code++) {
    const letter = String.fromCharCode(code);
    const pattern = new RegExp(`^\\u{${code.toString(16)}}$`, 'iu');
    for (const other of [letter.toLowerCase(), letter.toUpperCase()]) {
      if (other !== letter && pattern.test(other) && fold(other) !== fold(letter)) unequal.push(`${letter} ${other}`);
    }
  }
  expect(unequal).toEqual([]);
});
