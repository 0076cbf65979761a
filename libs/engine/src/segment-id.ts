import type { JsonSchema } from './json-schema.ts';

/** Stable; the key of everything that belongs to a segment. */
const PATTERN = /^[a-z0-9][a-z0-9-]{0,63}$/;

export const segmentIdSchema: JsonSchema = { type: 'string', pattern: PATTERN.source };

export function isSegmentId(value: unknown): value is string {
  return typeof value === 'string' && PATTERN.test(value);
}
