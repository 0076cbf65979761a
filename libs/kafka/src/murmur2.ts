const seed = 0x9747b28c;
const m = 0x5bd1e995;
const r = 24;

/** MurmurHash2 in the 32-bit variant of Kafka's Java client (`Utils.murmur2`), as a signed integer. */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  let h = seed ^ length;
  const end = length & ~3;
  for (let at = 0; at < end; at += 4) {
    let k =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    k = Math.imul(k, m);
    k ^= k >>> r;
    h = Math.imul(h, m) ^ Math.imul(k, m);
  }
  const rest = length & 3;
  if (rest === 3) h ^= (bytes[end + 2] as number) << 16;
  if (rest >= 2) h ^= (bytes[end + 1] as number) << 8;
  if (rest >= 1) h = Math.imul(h ^ (bytes[end] as number), m);
  h ^= h >>> 13;
  h = Math.imul(h, m);
  return h ^ (h >>> 15);
}

/** The partition that Kafka's default partitioner gives a key: the same for every producer, in Java and here. */
export function murmur2Partition(key: string | Uint8Array, partitions: number): number {
  const bytes = typeof key === 'string' ? Buffer.from(key) : key;
  return (murmur2(bytes) & 0x7fffffff) % partitions;
}
