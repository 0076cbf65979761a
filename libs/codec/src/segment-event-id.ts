import { createHash } from 'node:crypto';

/**
 * The eventId of a transition, 32 characters of base16: the first half of SHA-256 over customer, segment and seq.
 * Whoever decides the same transition again arrives at the same id, so that a repeat is recognisable. The three are hashed as
 * JSON, in which different triples are never the same text.
 */
export function segmentEventId(customerId: string, segmentId: string, seq: number): string {
  return createHash('sha256')
    .update(JSON.stringify([customerId, segmentId, seq]))
    .digest('hex')
    .slice(0, 32);
}
