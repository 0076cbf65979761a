import type { FieldChange, Instant } from '../facts.ts';

/** What one leaf says of one customer, beyond its value and its evidence. */
export interface LeafReport {
  /** What was found, in English, such as `order o17 of 2026-11-03 09:12`; times are local ones of the segment's zone. */
  readonly found: string;
  readonly decidedBy: readonly Decider[];
  /**
   * When the value last changed, as far as the facts as they now stand tell it; null when they do not, or when it has been so for as
   * long as they reach. Facts are kept without what they were before an edit, so a change by an edit is not seen.
   */
  readonly since: Instant | null;
  /** What would turn the value round, each by itself. Waiting is not among them: how long that takes, the next flip tells. */
  readonly remedies: readonly Remedy[];
}

/** A fact that the value rests on. */
export type Decider =
  | { readonly kind: 'order'; readonly orderId: string; /** The timestamp that counts. */ readonly at: Instant }
  | { readonly kind: 'activity'; readonly eventId: string; readonly name: string; readonly at: Instant }
  | {
      readonly kind: 'orders' | 'activities' | 'messages';
      readonly inside: number;
      readonly nextOut: NextOut | null;
    }
  | { readonly kind: 'field'; readonly field: string; readonly value: FieldValue }
  | ({ readonly kind: 'change' } & FieldChange)
  | { readonly kind: 'message'; readonly messageId: string; readonly at: Instant }
  | { readonly kind: 'segment'; readonly segmentId: string; readonly since: Instant | null };

/** The one that is the next to go out of the window. */
export interface NextOut {
  /** Of the order, activity or message. */
  readonly id: string;
  readonly at: Instant;
  readonly outAt: Instant;
}

/** Null: not known. An instant is in ms, a date in days. */
export type FieldValue = null | boolean | number | string | readonly string[];

export interface Remedy {
  /** Such as `two more such orders`. */
  readonly words: string;
  /** What goes after the words: `within 90 days`; empty when there is nothing to be said. */
  readonly scope: string;
  /** How much more of what turns the value at once, all else staying as it is; null where it is no such number. */
  readonly more: More | null;
  /** Whether the same done a moment earlier would have turned the value by now, too: then it keeps one from turning that is about to. */
  readonly isInTime: boolean;
  /** Of what turns nothing any more, and would have a moment earlier. */
  readonly isTooLate?: true;
}

/** `money` is in minor units. */
export interface More {
  readonly of: 'orders' | 'activities' | 'messages' | 'money' | 'names';
  readonly amount: number;
}
