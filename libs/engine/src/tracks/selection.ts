import type { Activity, Instant, Message, Order } from '../facts.ts';

/** A fact at an instant: an order, an activity or a message that some condition speaks of. */
export interface Occasion {
  /** Of the order, activity or message. */
  readonly id: string;
  /** The timestamp that counts. */
  readonly at: Instant;
  /** Whether it takes from a sum rather than adds to it. */
  readonly isNegative?: boolean;
}

export type Source = 'orders' | 'activities' | 'messages';
export type Fact = Order | Activity | Message;

/** Which facts of a source a leaf speaks of, and at which of their timestamps. Leaves that ask for the same share one. */
export interface Selection {
  readonly source: Source;
  /** Folded; a fact that bears none of these labels does not match: categories of items, the name of an activity, what a message came from. Null when any may. */
  readonly labels: readonly string[] | null;
  /** Of a fact of the source. */
  match(fact: Fact): Occasion | null;
  /** What of an occasion is kept while it is in a window; all of it without this. */
  figuresOf?(this: void, occasion: Occasion): Occasion;
  /** Whether an edit leaves the occasion as it is, in all that can be asked of it. */
  isSame?(before: Occasion, after: Occasion): boolean;
}

/** What a leaf asks a selection with. */
export interface SelectionRequest {
  readonly source: Source;
  /** All that the selection depends on, as text: those of one source and key are the same. */
  readonly key: string;
  compile(this: void): Omit<Selection, 'source'>;
}
