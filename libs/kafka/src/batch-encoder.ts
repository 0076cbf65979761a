import { crc32c } from './crc32c.ts';
import { type OutgoingRecord } from './port.ts';

export interface BatchOrigin {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Of the first record: Kafka takes each sequence number of a producer and partition once. */
  readonly firstSequence: number;
}

const headerBytes = 61;
const crcAt = 17;
const crcFrom = 21;
const transactional = 0x10;
const magic = 2;

type Encodable = Pick<OutgoingRecord, 'key' | 'value' | 'timestamp' | 'headers'>;

/** One transactional record batch (format 2, uncompressed) of records for one partition. */
export function encodeBatch(records: readonly Encodable[], origin: BatchOrigin): Buffer {
  const baseTimestamp = (records[0] as Encodable).timestamp;
  const sizes = records.map((record, index) => bodySize(record, index, record.timestamp - baseTimestamp));
  let length = headerBytes;
  for (const size of sizes) length += varintSize(size) + size;
  const batch = Buffer.allocUnsafe(length);
  const writer = new Writer(batch, headerBytes);
  let maxTimestamp = baseTimestamp;
  records.forEach((record, index) => {
    maxTimestamp = Math.max(maxTimestamp, record.timestamp);
    writer.varint(sizes[index] as number);
    writeBody(writer, record, index, record.timestamp - baseTimestamp);
  });
  writeInt64(batch, 0, 0);
  batch.writeInt32BE(length - 12, 8);
  batch.writeInt32BE(-1, 12);
  batch.writeInt8(magic, 16);
  batch.writeInt16BE(transactional, 21);
  batch.writeInt32BE(records.length - 1, 23);
  writeInt64(batch, 27, baseTimestamp);
  writeInt64(batch, 35, maxTimestamp);
  writeInt64(batch, 43, origin.producerId);
  batch.writeInt16BE(origin.producerEpoch, 51);
  batch.writeInt32BE(origin.firstSequence, 53);
  batch.writeInt32BE(records.length, 57);
  batch.writeUInt32BE(crc32c(batch, crcFrom, length), crcAt);
  return batch;
}

function bodySize({ key, value, headers }: Encodable, offsetDelta: number, timestampDelta: number): number {
  let size = 1 + varintSize(timestampDelta) + varintSize(offsetDelta) + fieldSize(key) + fieldSize(value);
  let count = 0;
  for (const name in headers) {
    count += 1;
    size += fieldSize(name) + fieldSize(headers[name] as Buffer);
  }
  return size + varintSize(count);
}

function writeBody(
  writer: Writer,
  { key, value, headers }: Encodable,
  offsetDelta: number,
  timestampDelta: number,
): void {
  writer.byte(0);
  writer.varint(timestampDelta);
  writer.varint(offsetDelta);
  writer.field(key);
  writer.field(value);
  const names = headers === undefined ? [] : Object.keys(headers);
  writer.varint(names.length);
  for (const name of names) {
    writer.field(name);
    writer.field(headers?.[name] as Buffer);
  }
}

function byteLength(field: string | Uint8Array): number {
  return typeof field === 'string' ? Buffer.byteLength(field) : field.length;
}

function fieldSize(field: string | Uint8Array | null): number {
  if (field === null) return 1;
  const length = byteLength(field);
  return varintSize(length) + length;
}

/** Zigzag: small numbers of either sign become short. Exact for all safe integers. */
const zigzag = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1);

function varintSize(value: number): number {
  let size = 1;
  for (let rest = zigzag(value); rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

function writeInt64(buffer: Buffer, at: number, value: number): void {
  buffer.writeInt32BE(Math.floor(value / 0x1_0000_0000), at);
  buffer.writeUInt32BE(value - Math.floor(value / 0x1_0000_0000) * 0x1_0000_0000, at + 4);
}

class Writer {
  readonly #buffer: Buffer;
  #at: number;

  constructor(buffer: Buffer, at: number) {
    this.#buffer = buffer;
    this.#at = at;
  }

  byte(value: number): void {
    this.#buffer[this.#at++] = value;
  }

  varint(value: number): void {
    let rest = zigzag(value);
    while (rest >= 0x80) {
      this.#buffer[this.#at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#at++] = rest;
  }

  /** Null is the length -1. */
  field(field: string | Uint8Array | null): void {
    if (field === null) return this.varint(-1);
    const length = byteLength(field);
    this.varint(length);
    if (typeof field === 'string') this.#buffer.write(field, this.#at, 'utf8');
    else this.#buffer.set(field, this.#at);
    this.#at += length;
  }
}
