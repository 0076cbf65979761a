import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyRecord } from './any-record.oracle.ts';
import { CodecError } from './codec-error.ts';
import type { RecordName } from './generated/records.ts';
import { schemas } from './generated/schemas.ts';
import { createRecordFormat, type RecordReader } from './record-format.ts';

const names = Object.keys(schemas) as RecordName[];

const readers = new Map(names.map((name) => [name, createRecordFormat(schemas[name]).createReader(schemas[name])]));

function readerOf(schema: unknown): RecordReader {
  return createRecordFormat(schema).createReader(schema);
}

const undecodable = expect.objectContaining({ code: 'WEIR_RECORD_UNDECODABLE' });

/** A zigzag varint. */
function long(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return bytes;
}

describe.each(names)('bytes that are no value of %s', (name) => {
  const read = readers.get(name) as RecordReader;

  test('of any kind end in a CodecError or in a value, soon', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          read(Buffer.from(bytes), 0);
        } catch (error) {
          expect(error).toBeInstanceOf(CodecError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('cut off anywhere, or with more at their end, are refused', () => {
    const target = Buffer.alloc(64 * 1024);
    const format = createRecordFormat(schemas[name]);
    fc.assert(
      fc.property(anyRecord(name), fc.nat(), (value, cut) => {
        const end = format.write(value, target, 0);
        expect(() => read(target.subarray(0, cut % end), 0)).toThrow(undecodable);
        target[end] = 0;
        expect(() => read(target.subarray(0, end + 1), 0)).toThrow(undecodable);
      }),
      { numRuns: 50 },
    );
  });
});

describe('lengths that claim more than there is', () => {
  const strings = { type: 'record', name: 'R', fields: [{ name: 'list', type: { type: 'array', items: 'string' } }] };
  const nothings = { type: 'record', name: 'R', fields: [{ name: 'list', type: { type: 'array', items: 'null' } }] };
  const map = { type: 'record', name: 'R', fields: [{ name: 'map', type: { type: 'map', values: 'long' } }] };

  test.each([
    ['an array of 2^31 strings', strings, long(2n ** 31n)],
    ['an array of 2^62 strings', strings, long(2n ** 62n)],
    ['an array of -2^62 strings', strings, [...long(-(2n ** 62n)), ...long(8n)]],
    ['an array of 2^40 nulls', nothings, long(2n ** 40n)],
    ['a map of 2^31 entries', map, long(2n ** 31n)],
    ['a string of 2^31 bytes', strings, [...long(1n), ...long(2n ** 31n)]],
    ['a string of -1 bytes', strings, [...long(1n), ...long(-1n), 0]],
    ['a number of eleven bytes', map, [...long(1n), ...long(1n), 65, ...Array<number>(10).fill(0x80), 1, 0]],
  ])('%s', (_, schema, bytes) => {
    expect(() => readerOf(schema)(Buffer.from(bytes), 0)).toThrow(undecodable);
  });

  test('arrays in several blocks, with or without their sizes, are read', () => {
    const bytes = [...long(1n), ...long(1n), 65, ...long(-2n), ...long(4n), ...long(1n), 66, ...long(1n), 67, 0];
    expect(readerOf(strings)(Buffer.from(bytes), 0)).toEqual({ list: ['A', 'B', 'C'] });
  });

  test('an array that was empty in a first block of no items ends there', () => {
    expect(() => readerOf(strings)(Buffer.from([0, 0]), 0)).toThrow(/1 bytes too many/);
  });
});

test('a choice that a union or an enum has not is refused', () => {
  const option = { type: 'record', name: 'R', fields: [{ name: 'o', type: ['null', 'string'] }] };
  const kind = {
    type: 'record',
    name: 'R',
    fields: [{ name: 'k', type: { type: 'enum', name: 'K', symbols: ['A'] } }],
  };
  for (const index of [2n, -1n, 2n ** 33n]) {
    expect(() => readerOf(option)(Buffer.from(long(index)), 0)).toThrow(undecodable);
    expect(() => readerOf(kind)(Buffer.from(long(index)), 0)).toThrow(undecodable);
  }
});

test('a boolean is 0 or 1', () => {
  const flag = { type: 'record', name: 'R', fields: [{ name: 'b', type: 'boolean' }] };
  expect(readerOf(flag)(Buffer.from([1]), 0)).toEqual({ b: true });
  expect(() => readerOf(flag)(Buffer.from([2]), 0)).toThrow(undecodable);
});

test('a number beyond 2^52 is refused rather than changed', () => {
  const number = { type: 'record', name: 'R', fields: [{ name: 'n', type: 'long' }] };
  for (const n of [2n ** 52n - 1n, -(2n ** 52n - 1n)]) {
    expect(readerOf(number)(Buffer.from(long(n)), 0)).toEqual({ n: Number(n) });
  }
  for (const n of [
    2n ** 52n,
    -(2n ** 52n),
    -(2n ** 52n + 1n),
    2n ** 53n,
    -(2n ** 53n + 1n),
    2n ** 63n - 1n,
    -(2n ** 63n),
  ]) {
    expect(() => readerOf(number)(Buffer.from(long(n)), 0)).toThrow(undecodable);
  }
});

test('a map key that would set a prototype is refused', () => {
  const map = { type: 'record', name: 'R', fields: [{ name: 'm', type: { type: 'map', values: 'string' } }] };
  const bytes = [...long(1n), ...long(9n), ...Buffer.from('__proto__'), ...long(1n), 65, 0];
  expect(() => readerOf(map)(Buffer.from(bytes), 0)).toThrow(/__proto__/);
});

test('a record within itself is read, to a depth', () => {
  const list = { type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] };
  const read = readerOf(list);
  expect(read(Buffer.from([2, 2, 0]), 0)).toEqual({ next: { next: { next: null } } });
  expect(() => read(Buffer.from([...Array<number>(1_000_000).fill(2), 0]), 0)).toThrow(/nested deeper than 100/);
});
