import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ByteReader, ByteWriter } from './bytes.ts';

const half = 2 ** 52 - 1;

test('what is written is read back, whatever it is', () => {
  const value = fc.oneof(
    fc.record({ kind: fc.constant('unsigned' as const), value: fc.maxSafeNat() }),
    fc.record({ kind: fc.constant('signed' as const), value: fc.integer({ min: -half, max: half }).map((n) => n + 0) }),
    fc.record({ kind: fc.constant('double' as const), value: fc.double({ noNaN: true }) }),
    fc.record({ kind: fc.constant('string' as const), value: fc.string({ unit: 'grapheme' }) }),
  );
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const writer = new ByteWriter(1);
      for (const { kind, value } of values) writer[kind](value as never);
      const reader = new ByteReader(writer.toBytes());
      for (const { kind, value } of values) expect(reader[kind]()).toEqual(value);
      expect(reader.isAtEnd).toBe(true);
    }),
  );
});

test('truncated bytes are noticed', () => {
  const writer = new ByteWriter();
  writer.string('a longer text');
  expect(() => new ByteReader(writer.toBytes().subarray(0, 5)).string()).toThrow(RangeError);
  expect(() => new ByteReader(new Uint8Array([0x80])).unsigned()).toThrow(RangeError);
});
