import type { Pairing } from './pairing.ts';
import type { Side } from './side.ts';

/** What an author wants to have followed, or not to have followed, something else. */
export interface SequenceSpec extends Pairing {
  readonly first: Side;
  /** What follows, or what does not. */
  readonly answer: Side;
}
