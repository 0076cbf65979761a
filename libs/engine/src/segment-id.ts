/** Stable; the key of everything that belongs to a segment. */
const PATTERN = /^[a-z0-9][a-z0-9-]{0,63}$/;

export function isSegmentId(value: unknown): value is string {
  return typeof value === 'string' && PATTERN.test(value);
}
