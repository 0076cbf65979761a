import type { Instant } from './facts.ts';

/** Why a membership changed. Only EVENT and TIME make automations act. */
export type Cause = 'EVENT' | 'TIME' | 'DEFINITION' | 'BACKFILL' | 'MERGE' | 'ERASE' | 'MANUAL';

/** One condition of the definition with what was found, in words and values. */
export interface Evidence {
  readonly condition: string;
  readonly actual: string;
  readonly threshold: string;
}

/** A change of one customer's membership in one segment, decided once. */
export interface Transition {
  readonly type: 'SegmentEntered' | 'SegmentLeft';
  readonly customerId: string;
  readonly segmentId: string;
  readonly segmentVersion: number;
  /** 1, 2, 3 ... per customer and segment; odd = entered. */
  readonly seq: number;
  /** The exact instant at which the membership changed. */
  readonly effectiveAt: Instant;
  readonly cause: Cause;
  readonly silent: boolean;
  readonly evidence: readonly Evidence[];
  /** When the customer had entered; null for SegmentEntered. */
  readonly enteredAt: Instant | null;
}
