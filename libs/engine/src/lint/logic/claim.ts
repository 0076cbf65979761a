import type { Operation } from '../../tests/test.ts';

/** One operator that must hold of a value, or must not. */
export interface Claim {
  readonly operation: Operation;
  readonly wanted: boolean;
}

/** Values of one kind, and whether some value can be as claimed. */
export interface Domain {
  /** True only when no value, nor the lack of one, can be so. False when one can, or when it cannot be told. */
  isImpossible(claims: readonly Claim[]): boolean;
}
