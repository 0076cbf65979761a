import { type Instant } from './calendar.ts';
import { type SegmentDocument } from './document.ts';
import { inOrder, isErasure, type Change, type History } from './history.ts';
import { emptyLedger, factsOf, record } from './ledger.ts';
import { type Facts } from './view.ts';

export type StepCause = 'EVENT' | 'DEFINITION' | 'ERASE';

/** A step, and the time up to the next one, over which facts and definitions stay as they are. */
export interface Stretch {
  readonly at: Instant;
  readonly cause: StepCause;
  /** What falls due up to and including this instant is decided before the next step. */
  readonly through: Instant;
  /** Null when nothing is known of the customer: before the first arrival, and after an erasure. */
  readonly facts: Facts | null;
  readonly documents: ReadonlyMap<string, SegmentDocument>;
}

const byId = (documents: readonly SegmentDocument[]): ReadonlyMap<string, SegmentDocument> =>
  new Map(documents.map((document) => [document.id, document]));

/**
 * The history cut at its steps. An arrival at T comes before anything that falls due at T; several at one instant are a step each;
 * one whose version is not above the known one is no step at all. New definitions at T come after all that fell due by then
 * under the old ones. Of a customer who was erased nothing is known until the next arrival that counts.
 */
export function cutIntoStretches(
  first: readonly SegmentDocument[],
  history: History,
  change?: Change<readonly SegmentDocument[]>,
): Stretch[] {
  const begun: Omit<Stretch, 'through'>[] = [];
  const ledger = emptyLedger();
  let documents = byId(first);
  let isKnown = false;
  for (const step of inOrder(history.arrivals, change)) {
    if (step.kind === 'definitions') {
      if (change !== undefined) documents = byId(change.definitions);
      if (!isKnown) continue;
      begun.push({ at: step.at, cause: 'DEFINITION', facts: factsOf(ledger, history.customerId), documents });
    } else if (record(ledger, step)) {
      isKnown = !isErasure(step);
      const facts = isKnown ? factsOf(ledger, history.customerId) : null;
      begun.push({ at: step.at, cause: isKnown ? 'EVENT' : 'ERASE', facts, documents });
    }
  }
  return begun.map((stretch, index) => {
    const next = begun[index + 1];
    const through = next === undefined ? history.until : next.cause === 'DEFINITION' ? next.at : next.at - 1;
    return { ...stretch, through };
  });
}
