import { createHash } from 'node:crypto';

/** What makes one effect the same effect, however often it is tried. */
export interface EffectIdentity {
  readonly automationId: string;
  readonly customerId: string;
  readonly segmentId: string;
  /** Of the segment event. */
  readonly seq: number;
  /** Index of the step in the automation. */
  readonly step: number;
}

/** 40 hexadecimal digits: the id of a message or a task, and the idempotency key for providers that take one. */
export function effectKey({ automationId, customerId, segmentId, seq, step }: EffectIdentity): string {
  return hashOf('effect', automationId, customerId, segmentId, seq, step);
}

/** The id of the event that tells what became of an effect; a repeat of the same news has the same id. */
export function outcomeEventId(key: string, kind: string): string {
  return hashOf('outcome', key, kind);
}

/** Marks an erased customer without naming it. */
export function erasureKey(customerId: string): string {
  return hashOf('erased', customerId);
}

function hashOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}
