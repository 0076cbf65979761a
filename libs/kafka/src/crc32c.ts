const polynomial = 0x82f63b78;
const slices = 8;

/** Eight tables: the remainder of a byte that is followed by zero to seven others. */
const tables: readonly Int32Array[] = buildTables();

function buildTables(): Int32Array[] {
  const all = Array.from({ length: slices }, () => new Int32Array(256));
  const first = all[0] as Int32Array;
  for (let byte = 0; byte < 256; byte += 1) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit += 1)
      remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
    first[byte] = remainder;
  }
  for (let slice = 1; slice < slices; slice += 1) {
    const before = all[slice - 1] as Int32Array;
    const table = all[slice] as Int32Array;
    for (let byte = 0; byte < 256; byte += 1) {
      const remainder = before[byte] as number;
      table[byte] = (remainder >>> 8) ^ (first[remainder & 0xff] as number);
    }
  }
  return all;
}

const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
];

/** CRC-32C (Castagnoli) of the bytes from `start` up to `end`, unsigned; eight bytes a step ("slicing by 8"). */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  let crc = -1;
  let at = start;
  for (; at + 8 <= end; at += 8) {
    const low =
      crc ^
      ((bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24));
    crc =
      (t7[low & 0xff] as number) ^
      (t6[(low >>> 8) & 0xff] as number) ^
      (t5[(low >>> 16) & 0xff] as number) ^
      (t4[low >>> 24] as number) ^
      (t3[bytes[at + 4] as number] as number) ^
      (t2[bytes[at + 5] as number] as number) ^
      (t1[bytes[at + 6] as number] as number) ^
      (t0[bytes[at + 7] as number] as number);
  }
  for (; at < end; at += 1) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[at] as number)) & 0xff] as number);
  return ~crc >>> 0;
}
