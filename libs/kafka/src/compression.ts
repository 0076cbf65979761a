import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { StreamError } from './errors.ts';

const gzip = 1;
const zstd = 4;
const names = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** Undoes the compression of a record batch's records; `codec` is the number in the batch's attributes. */
export function decompress(codec: number, bytes: Buffer): Buffer {
  if (codec === gzip) return gunzipSync(bytes);
  if (codec === zstd) return zstdDecompressSync(bytes);
  throw new StreamError(
    'WEIR_RECORDS_UNREADABLE',
    `Records compressed with ${names[codec] ?? codec} cannot be read: let their producer use gzip, zstd or no compression.`,
  );
}
