import { CodecError } from './codec-error.ts';
import type { RecordFormat } from './record-format.ts';

/**
 * Confluent's wire format: the byte 0, the schema id in four bytes (big-endian), the Avro body.
 */
export const headerBytes = 5;

const slabBytes = 64 * 1024;

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

/** Records are written one after another into slabs, straight where they stay: no copy, and one allocation for hundreds. */
export function createWireWriter(): WireWriter {
  let slab = Buffer.allocUnsafeSlow(slabBytes);
  let position = 0;
  return (format, schemaId, value) => {
    let end = format.write(value, slab, position + headerBytes);
    if (end < 0) {
      const needed = slab.length - position - end;
      slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, needed));
      position = 0;
      end = format.write(value, slab, headerBytes);
    }
    slab[position] = 0;
    slab.writeUInt32BE(schemaId, position + 1);
    const bytes = slab.subarray(position, end);
    position = end;
    return bytes;
  };
}
