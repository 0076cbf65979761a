import type { CustomerState } from '@weir/engine';
import type { ByteReader, ByteWriter } from './bytes.ts';
import type { Texts } from './text-table.ts';

/** One kind of fact that the log keeps: one file, and one line of the table of kinds. */
export interface FactKind<F> {
  /** Before each fact of the kind in the log: never given to another kind. */
  readonly tag: number;
  write(writer: ByteWriter, texts: Texts, fact: F): void;
  /** Reads what `write` wrote. */
  read(reader: ByteReader, texts: Texts): F;
  /** Adds the fact to what is known; of two that tell of the same thing the later one counts. */
  put(state: CustomerState, fact: F): void;
  /** The facts of the kind that make up the state when they are put in this order. */
  allOf(state: CustomerState): Iterable<F>;
  /** How many those are. */
  countOf(state: CustomerState): number;
}

/** A fact with its kind. */
export interface Told<F = unknown> {
  readonly kind: FactKind<F>;
  readonly fact: F;
}
