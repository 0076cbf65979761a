import { CodecError } from './codec-error.ts';
import type { RecordFormat } from './record-format.ts';

/**
 * Confluent's wire format: the byte 0, the schema id in four bytes (big-endian), the Avro body.
 */
export const headerBytes = 5;

/** As large as Node's own pool: whoever keeps one small record keeps its slab with it. */
const slabBytes = 8 * 1024;

/** The schema id of a record, or the reason why its bytes have none. */
export function schemaIdOf(bytes: Uint8Array): number | string {
  if (bytes.length < headerBytes) return `${bytes.length} bytes are fewer than the ${headerBytes} of the header`;
  if (bytes[0] !== 0) return `the first byte is ${bytes[0]}, not 0: not in Confluent's wire format`;
  return ((bytes[1] ?? 0) * 0x1000000 + ((bytes[2] ?? 0) << 16) + ((bytes[3] ?? 0) << 8) + (bytes[4] ?? 0)) >>> 0;
}

export function undecodable(reason: string): CodecError {
  return new CodecError('WEIR_RECORD_UNDECODABLE', `The record cannot be decoded: ${reason}.`);
}

/** Writes a value with its header. The bytes are the caller's to keep; they may share memory with others that were written. */
export type WireWriter = (format: RecordFormat, schemaId: number, value: unknown) => Buffer;

/** Small records are written one after another into slabs, straight where they stay: no copy, and one allocation for dozens. */
export function createWireWriter(): WireWriter {
  let slab = Buffer.allocUnsafeSlow(slabBytes);
  let position = 0;
  return (format, schemaId, value) => {
    const end = format.write(value, slab, position + headerBytes);
    if (end >= 0) {
      const bytes = slab.subarray(position, end);
      position = end;
      return withHeader(bytes, schemaId);
    }
    const needed = slab.length - position - end;
    const isLarge = needed > slabBytes / 2;
    const target = Buffer.allocUnsafeSlow(isLarge ? needed : slabBytes);
    const targetEnd = format.write(value, target, headerBytes);
    if (!isLarge) {
      slab = target;
      position = targetEnd;
    }
    return withHeader(target.subarray(0, targetEnd), schemaId);
  };
}

function withHeader(bytes: Buffer, schemaId: number): Buffer {
  bytes[0] = 0;
  bytes.writeUInt32BE(schemaId, 1);
  return bytes;
}
