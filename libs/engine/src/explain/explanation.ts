import type { Instant } from '../facts.ts';
import type { Evidence } from '../transition.ts';
import type { LeafReport } from './leaf-report.ts';

/** How one customer stands in one segment at one instant, and why. Plain data; every instant in epoch ms. */
export interface Explanation {
  readonly customerId: string;
  readonly segment: { readonly id: string; readonly name: string; readonly version: number };
  readonly at: Instant;
  /** IANA: the segment's, which may be the customer's own. Local times in words are of it. */
  readonly timeZone: string;
  /** False before the first event of a customer and after an erasure: then no segment is decided, and nobody is a member. */
  readonly isKnown: boolean;
  readonly isMember: boolean;
  /** Exactly when the membership last changed, by an event, by time or by a new definition; null when it never did. */
  readonly since: Instant | null;
  /** Whether the segment is static and has been decided for the customer: then nothing that happens changes the membership, and the tree only tells how things stand now. */
  readonly isFixed: boolean;
  /** Exactly when the membership changes if nothing happens; null when it does not within a hundred years. */
  readonly until: Instant | null;
  /** What would have to be otherwise at `until` for the membership to stay as it is; null without one. */
  readonly unless: Missing | null;
  readonly tree: ExplainedNode;
  /** What a customer who is not in lacks; null for a member. */
  readonly missing: Missing | null;
}

export interface Standing {
  readonly value: boolean;
  /**
   * When the value last changed. Of the whole tree that is known exactly. Of a leaf it is as of its report, of a group only where its
   * parts tell it; else null.
   */
  readonly since: Instant | null;
  /** Exactly when the value changes if nothing happens; null when it does not within a hundred years. */
  readonly until: Instant | null;
}

export type ExplainedNode = ExplainedLeaf | ExplainedGroup;

export interface ExplainedGroup extends Standing {
  readonly kind: 'all' | 'any' | 'not' | 'atLeast';
  /** How many must hold: all, one, or k; of `not` its only part must not. */
  readonly k: number;
  readonly of: readonly ExplainedNode[];
}

export interface ExplainedLeaf extends Standing, Omit<LeafReport, 'since'> {
  readonly kind: 'leaf';
  /** Where the document has it, such as `when.all[0].orders.last`. */
  readonly path: string;
  /** What the leaf asks for, in English, of `they`; and the opposite. */
  readonly condition: string;
  readonly opposite: string;
  readonly evidence: Evidence;
  /** Neither events nor time can change it. */
  readonly isFixed: boolean;
}

/** What has to change for a node to turn. */
export type Missing =
  | { readonly kind: 'leaf'; readonly wanted: string; readonly leaf: ExplainedLeaf }
  /** So many of them, in whatever way. */
  | { readonly kind: 'some'; readonly k: number; readonly of: readonly Missing[] };
