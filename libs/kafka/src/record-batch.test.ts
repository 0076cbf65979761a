import { describe, expect, test } from '@jest/globals';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { encodeBatch } from './batch-encoder.ts';
import { crc32c } from './crc32c.ts';
import { decodeRecordBatches } from './record-batch.ts';

const origin = { producerId: 7, producerEpoch: 1, firstSequence: 0 };
const text = (value: string) => Buffer.from(value);

/** The batch as the broker would store it at an offset, after changing some of its header. */
function stored(
  batch: Buffer,
  baseOffset: number,
  changes: { producerId?: number; attributes?: number; lastOffsetDelta?: number } = {},
): Buffer {
  const copy = Buffer.from(batch);
  copy.writeBigInt64BE(BigInt(baseOffset), 0);
  if (changes.producerId !== undefined) copy.writeBigInt64BE(BigInt(changes.producerId), 43);
  if (changes.attributes !== undefined) copy.writeInt16BE(changes.attributes, 21);
  if (changes.lastOffsetDelta !== undefined) copy.writeInt32BE(changes.lastOffsetDelta, 23);
  return copy;
}

const batchOf = (...values: string[]): Buffer => encodeBatch(values.map((value) => ({ key: 'k', value: text(value), timestamp: 5 })), origin); // prettier-ignore

/** A control batch: one record whose key is a version and a type, 0 abort, 1 commit. */
function marker(baseOffset: number, producerId: number, type: 0 | 1): Buffer {
  const batch = encodeBatch([{ key: Buffer.from([0, 0, 0, type]), value: Buffer.alloc(6), timestamp: 5 }], origin);
  return stored(batch, baseOffset, { producerId, attributes: 0x30 });
}

const valuesOf = (bytes: Buffer[], aborted: { producerId: number; firstOffset: number }[] = [], from = 0) => {
  const { records, nextOffset } = decodeRecordBatches(Buffer.concat(bytes), aborted, from);
  return { values: records.map(({ offset, value }) => `${offset} ${String(value)}`), nextOffset };
};

describe('record batches', () => {
  test('what is encoded is decoded again, whatever it is', () => {
    const bytes = fc.option(fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)));
    const record = fc.record({
      key: bytes,
      value: bytes,
      timestamp: fc.integer({ min: 0, max: 4_102_444_800_000 }),
      headers: fc.dictionary(
        fc.string({ unit: 'grapheme', maxLength: 5 }),
        fc.uint8Array({ maxLength: 5 }).map((array) => Buffer.from(array)),
      ),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), fc.maxSafeNat(), (records, baseOffset) => {
        fc.pre(baseOffset < 2 ** 52);
        const batch = stored(encodeBatch(records, origin), baseOffset);
        const decoded = decodeRecordBatches(batch, [], 0);
        expect(decoded.nextOffset).toBe(baseOffset + records.length);
        decoded.records.forEach(({ offset, key, value, timestamp, headers }, index) => {
          expect({ key, value, timestamp, headers: { ...headers } }).toEqual({
            ...records[index],
            headers: { ...records[index]?.headers },
          });
          expect(offset).toBe(baseOffset + index);
        });
        expect(batch.readUInt32BE(17)).toBe(crc32c(batch, 21, batch.length));
      }),
    );
  });

  test('a header named __proto__ is a header like any other', () => {
    const headers = Object.create(null) as Record<string, Buffer>;
    headers['__proto__'] = text('x');
    const [record] = decodeRecordBatches(
      encodeBatch([{ key: null, value: null, timestamp: 0, headers }], origin),
      [],
      0,
    ).records;
    expect(Object.keys(record?.headers ?? {})).toEqual(['__proto__']);
  });

  test('compressed records are read: gzip and zstd', () => {
    for (const [codec, compress] of [
      [1, gzipSync],
      [4, zstdCompressSync],
    ] as const) {
      // prettier-ignore
      const plain = batchOf('a', 'b');
      const batch = Buffer.concat([plain.subarray(0, 61), compress(plain.subarray(61))]);
      batch.writeInt32BE(batch.length - 12, 8);
      expect(valuesOf([stored(batch, 10, { attributes: codec })]).values).toEqual(['10 a', '11 b']);
    }
  });

  test('a compression that is not read says which, and what to do', () => {
    expect(() => valuesOf([stored(batchOf('a'), 0, { attributes: 2 })])).toThrow(/snappy.*gzip, zstd/);
  });

  test('a cut-off batch at the end is left for the next fetch', () => {
    const second = stored(batchOf('c'), 2);
    const { values, nextOffset } = valuesOf([stored(batchOf('a', 'b'), 0), second.subarray(0, second.length - 1)]);
    expect(values).toEqual(['0 a', '1 b']);
    expect(nextOffset).toBe(2);
  });

  test('a batch that compaction has emptied, or shortened, still moves the offset on', () => {
    const empty = stored(batchOf('gone').subarray(0, 61), 4, { lastOffsetDelta: 5 });
    empty.writeInt32BE(61 - 12, 8);
    empty.writeInt32BE(0, 57);
    expect(valuesOf([empty], [], 4)).toEqual({ values: [], nextOffset: 10 });
  });

  test('records below the offset asked for are left out', () => {
    expect(valuesOf([stored(batchOf('a', 'b', 'c'), 10)], [], 12)).toEqual({ values: ['12 c'], nextOffset: 13 });
  });
});

describe('aborted transactions', () => {
  const tx = (baseOffset: number, producerId: number, ...values: string[]) =>
    stored(batchOf(...values), baseOffset, { producerId, attributes: 0x10 });

  test('are left out up to their marker, and what the producer commits afterwards is not', () => {
    const log = [tx(0, 1, 'aborted'), marker(1, 1, 0), tx(2, 1, 'committed'), marker(3, 1, 1)];
    expect(valuesOf(log, [{ producerId: 1, firstOffset: 0 }])).toEqual({ values: ['2 committed'], nextOffset: 4 });
  });

  test('of several producers that began before the first record read are all known at once', () => {
    const log = [
      tx(10, 2, 'aborted'),
      tx(11, 1, 'aborted'),
      tx(12, 3, 'committed'),
      marker(13, 2, 0),
      marker(14, 1, 0),
    ];
    const aborted = [{ producerId: 2, firstOffset: 5 }, { producerId: 1, firstOffset: 3 }]; // prettier-ignore
    expect(valuesOf(log, aborted, 10).values).toEqual(['12 committed']);
  });

  test('listed out of order, as the broker lists them, are still told apart', () => {
    const log = [
      tx(0, 1, 'late to end'),
      tx(1, 2, 'aborted'),
      marker(2, 2, 0),
      tx(3, 2, 'committed'),
      marker(4, 2, 1),
      marker(5, 1, 0),
    ];
    const aborted = [{ producerId: 2, firstOffset: 1 }, { producerId: 1, firstOffset: 0 }]; // prettier-ignore
    expect(valuesOf(log, aborted).values).toEqual(['3 committed']);
  });

  test('do not end at a data record whose key looks like a marker', () => {
    const disguised = stored(
      encodeBatch([{ key: Buffer.alloc(4), value: text('disguised'), timestamp: 5 }], origin),
      0,
      { producerId: 1, attributes: 0x10 },
    );
    const log = [disguised, tx(1, 1, 'aborted'), marker(2, 1, 0)];
    expect(valuesOf(log, [{ producerId: 1, firstOffset: 0 }])).toEqual({ values: [], nextOffset: 3 });
  });
});
