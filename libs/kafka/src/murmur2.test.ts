import { expect, test } from '@jest/globals';
import { murmur2, murmur2Partition } from './murmur2.ts';

test('hashes as Kafka does (the vectors of its own UtilsTest)', () => {
  const vectors: [string, number][] = [
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ];
  for (const [text, hash] of vectors) expect(murmur2(Buffer.from(text))).toBe(hash);
});

test('a partition is within bounds, and the same for text and bytes', () => {
  for (let index = 0; index < 500; index += 1) {
    const key = `customer-${index}-é`;
    const partition = murmur2Partition(key, 7);
    expect(partition).toBe(murmur2Partition(Buffer.from(key), 7));
    expect(partition).toBeGreaterThanOrEqual(0);
    expect(partition).toBeLessThan(7);
  }
});
