import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TextPool } from './text-pool.ts';

test('every text is what its bytes say, however often and in whatever order they come', () => {
  const pool = new TextPool();
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary-ascii', maxLength: 3 }),
    fc.nat(50_000).map(String),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 50 }), fc.nat(5), (texts, before) => {
      for (const each of texts) {
        const bytes = Buffer.concat([Buffer.alloc(before, 'x'), Buffer.from(each), Buffer.from('behind')]);
        expect(pool.read(bytes, before, bytes.length - 6)).toBe(Buffer.from(each).toString());
      }
    }),
    { numRuns: 500 },
  );
});

test('texts of one place do not pass for each other', () => {
  const pool = new TextPool();
  const many = Array.from({ length: 100_000 }, (_, n) => `category ${n}`);
  for (const each of many) {
    const bytes = Buffer.from(each);
    expect(pool.read(bytes, 0, bytes.length) === each).toBe(true);
  }
});

test('an equal text is given as the very string that was given before', () => {
  const pool = new TextPool();
  const texts = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.nat(20_000).map(String)), { maxLength: 50 });
  fc.assert(fc.property(texts, (all) => all.every((text) => pool.share(text) === text)));
  const bytes = Buffer.from('TEAS');
  expect(pool.share(pool.read(bytes, 0, 4))).toBe('TEAS');
});
