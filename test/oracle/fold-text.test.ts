import { expect, test } from '@jest/globals';
import { foldText } from './fold-text.ts';

test.each([
  ['Straße', 'strasse'],
  ['STRAẞE', 'strasse'],
  ['ﬁ', 'fi'],
  ['Ｔ', 't'],
  ['İ', 'i\u0307'],
  ['ı', 'ı'],
  ['ς', 'σ'],
  ['ΐ', 'ΐ'.normalize('NFC')],
  ['K', 'k'],
])('%s folds to %s', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});
