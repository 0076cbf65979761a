import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { crc32c } from './crc32c.ts';

const of = (bytes: Uint8Array): number => crc32c(bytes, 0, bytes.length);

test('gives the published check values (RFC 3720, appendix B.4)', () => {
  expect(of(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(of(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(of(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(of(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(0x46dd794e);
});

test('is the same as dividing bit by bit, for any stretch of any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(20), (bytes, start) => {
      const from = Math.min(start, bytes.length);
      expect(crc32c(bytes, from, bytes.length)).toBe(bitwise(bytes.subarray(from)));
    }),
  );
});

function bitwise(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}
