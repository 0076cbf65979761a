import { expect, test } from '@jest/globals';
import { barrierRecord, isReserved, readTick, reservedKey, tickRecord } from './ticks.ts';

const place = { topic: 'orders', partition: 2 };

test('a tick carries its instant, and is a tombstone of the reserved key', () => {
  const tick = tickRecord(place, 1_700_000_000_123);
  expect(tick).toMatchObject({ ...place, key: reservedKey, value: null, timestamp: 1_700_000_000_123 });
  expect(readTick({ headers: tick.headers ?? {} })).toBe(1_700_000_000_123);
});

test('a barrier is no tick', () => {
  expect(readTick({ headers: barrierRecord(place, 'n', 1).headers ?? {} })).toBeUndefined();
});

test('only the reserved key is reserved', () => {
  expect(isReserved({ key: Buffer.from(reservedKey) })).toBe(true);
  for (const key of ['weir', '\u0000wei', '\u0000weir2', '']) expect(isReserved({ key: Buffer.from(key) })).toBe(false);
  expect(isReserved({ key: null })).toBe(false);
});
