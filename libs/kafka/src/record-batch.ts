import { decompress } from './compression.ts';
import { StreamError } from './errors.ts';
import { type FetchedRecord, type Headers } from './port.ts';

/** A transaction that was aborted, from its first record in this partition on, up to its producer's next abort marker. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/** Where the fields of a record batch (magic 2) are, in bytes from its start. */
const at = {
  baseOffset: 0,
  length: 8,
  magic: 16,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  count: 57,
  records: 61,
} as const;
const lengthEnd = 12;

const compressionMask = 0x07;
const logAppendTime = 0x08;
const transactional = 0x10;
const control = 0x20;

const noHeaders: Headers = Object.freeze(Object.create(null) as Headers);
const abortMarker = 0;

/**
 * The committed data records at or above `fromOffset`, and the offset above the last whole batch.
 *
 * Which batches belong to aborted transactions is worked out as Kafka's Java consumer does: the broker lists them in the order in which
 * they ended, so they are sorted by where they begin; each makes its producer's batches aborted until that producer's abort marker.
 * A batch that compaction left empty still moves the offset on. The last batch may be cut off; the first never is, however large.
 */
export function decodeRecordBatches(
  bytes: Buffer,
  aborted: readonly AbortedTransaction[],
  fromOffset: number,
): { records: FetchedRecord[]; nextOffset: number } {
  const records: FetchedRecord[] = [];
  const pending = [...aborted].sort((left, right) => left.firstOffset - right.firstOffset);
  const abortedProducers = new Set<number>();
  let nextOffset = fromOffset;
  let start = 0;
  while (start + at.records <= bytes.length) {
    const end = start + lengthEnd + bytes.readInt32BE(start + at.length);
    if (end > bytes.length) break;
    const baseOffset = readInt64(bytes, start + at.baseOffset);
    const lastOffset = baseOffset + bytes.readInt32BE(start + at.lastOffsetDelta);
    const attributes = bytes.readInt16BE(start + at.attributes);
    const producerId = readInt64(bytes, start + at.producerId);
    while (pending.length > 0 && (pending[0] as AbortedTransaction).firstOffset <= lastOffset) {
      abortedProducers.add((pending.shift() as AbortedTransaction).producerId);
    }
    if ((attributes & control) !== 0) {
      if (markerType(bytes, start) === abortMarker) abortedProducers.delete(producerId);
    } else if ((attributes & transactional) === 0 || !abortedProducers.has(producerId)) {
      decodeBatch(bytes.subarray(start, end), baseOffset, attributes, fromOffset, records);
    }
    nextOffset = Math.max(nextOffset, lastOffset + 1);
    start = end;
  }
  return { records, nextOffset };
}

/** A control batch holds one record, whose key is two 16-bit numbers: a version, and 0 for abort or 1 for commit. */
function markerType(bytes: Buffer, start: number): number {
  const cursor = new Cursor(bytes, start + at.records);
  if (bytes.readInt32BE(start + at.count) === 0) return abortMarker;
  cursor.varint();
  cursor.position += 1;
  cursor.varint();
  cursor.varint();
  const key = cursor.bytes();
  return key === null ? abortMarker : key.readInt16BE(2);
}

function decodeBatch(
  batch: Buffer,
  baseOffset: number,
  attributes: number,
  fromOffset: number,
  into: FetchedRecord[],
): void {
  if (batch[at.magic] !== 2) {
    throw new StreamError(
      'WEIR_RECORDS_UNREADABLE',
      `The records at offset ${baseOffset} have format ${batch[at.magic]}; only format 2 (Kafka 0.11 and later) is read.`,
    );
  }
  const count = batch.readInt32BE(at.count);
  const codec = attributes & compressionMask;
  const payload = codec === 0 ? batch : decompress(codec, batch.subarray(at.records));
  const cursor = new Cursor(payload, codec === 0 ? at.records : 0);
  const baseTimestamp = readInt64(batch, at.baseTimestamp);
  const appendTime = (attributes & logAppendTime) !== 0 ? readInt64(batch, at.maxTimestamp) : undefined;
  for (let index = 0; index < count; index += 1) {
    cursor.varint();
    cursor.position += 1;
    const delta = cursor.varint();
    const timestamp = appendTime ?? baseTimestamp + delta;
    const offset = baseOffset + cursor.varint();
    const key = cursor.bytes();
    const value = cursor.bytes();
    const headers = readHeaders(cursor);
    if (offset >= fromOffset) into.push({ offset, timestamp, key, value, headers });
  }
}

function readHeaders(cursor: Cursor): Headers {
  const count = cursor.varint();
  if (count <= 0) return noHeaders;
  const headers = Object.create(null) as Record<string, Buffer>;
  for (let index = 0; index < count; index += 1) {
    const name = (cursor.bytes() ?? Buffer.alloc(0)).toString();
    headers[name] = cursor.bytes() ?? Buffer.alloc(0);
  }
  return headers;
}

/** Exact up to 2^53, which no offset or instant of ours exceeds. */
export function readInt64(bytes: Buffer, position: number): number {
  return bytes.readInt32BE(position) * 0x1_0000_0000 + bytes.readUInt32BE(position + 4);
}

/** Reads the variable-length fields of records, one after another. */
class Cursor {
  readonly #bytes: Buffer;
  position: number;

  constructor(bytes: Buffer, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  /** A zigzag-encoded integer of up to 64 bits, exact within the safe integers. */
  varint(): number {
    let result = 0;
    let scale = 1;
    let byte: number;
    do {
      byte = this.#bytes[this.position++] ?? this.#cutOff();
      result += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte >= 0x80);
    return result % 2 === 0 ? result / 2 : -(result + 1) / 2;
  }

  /** Null for the length -1. */
  bytes(): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    const start = this.position;
    this.position = start + length;
    if (this.position > this.#bytes.length) this.#cutOff();
    return this.#bytes.subarray(start, this.position);
  }

  #cutOff(): never {
    throw new StreamError(
      'WEIR_RECORDS_UNREADABLE',
      'A record batch ends in the middle of a record: the log is damaged.',
    );
  }
}
