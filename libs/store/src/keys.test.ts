import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterPrefix, compareKeys, decodeInteger, encodedIntegerLength, encodeInteger } from './keys.ts';

const safe = fc.maxSafeInteger();

describe('encodeInteger', () => {
  test('keeps the order of numbers in the order of strings', () => {
    fc.assert(
      fc.property(safe, safe, (left, right) => {
        const order = Buffer.compare(Buffer.from(encodeInteger(left)), Buffer.from(encodeInteger(right)));
        expect(order).toBe(Math.sign(left - right));
      }),
    );
  });

  test('reads back what it wrote, in one length', () => {
    fc.assert(
      fc.property(safe, (value) => {
        const text = encodeInteger(value);
        expect(text).toHaveLength(encodedIntegerLength);
        expect(decodeInteger(text)).toBe(value === 0 ? 0 : value);
      }),
    );
    for (const edge of [Number.MIN_SAFE_INTEGER, -1, 0, 1, Number.MAX_SAFE_INTEGER]) {
      expect(decodeInteger(encodeInteger(edge))).toBe(edge);
    }
  });

  test('refuses what has no order among safe integers', () => {
    for (const value of [Infinity, NaN, 0.5, 2 ** 53]) expect(() => encodeInteger(value)).toThrow(RangeError);
  });
});

test('compareKeys orders as the UTF-8 bytes do, also beyond U+FFFF', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 8 });
  fc.assert(
    fc.property(text, text, (left, right) => {
      expect(Math.sign(compareKeys(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
    }),
  );
  expect(compareKeys('\u{1F600}', '\uFF5E')).toBeGreaterThan(0);
});

test('afterPrefix is above every key with the prefix and below the next one', () => {
  expect(compareKeys(afterPrefix('due/'), 'due/\u{10FFFF}')).toBeGreaterThan(0);
  expect(compareKeys(afterPrefix('due/'), 'due0')).toBe(0);
});
