/**
 * Integers are numbers here, below 2^52 either way: Avro writes a long as twice its size and one more, and avsc reckons that with
 * numbers, so that beyond it negative longs come out as others, unnoticed.
 */
export const longLimit = 2 ** 52;

export function isExactLong(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > -longLimit && (value as number) < longLimit;
}
