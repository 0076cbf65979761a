import { type SegmentEvent } from '@weir/codec';
import { createHash } from 'node:crypto';
import { type DatabaseSync } from 'node:sqlite';
import { createRowWriter, instantText, type Row } from './row-writer.ts';

const columns = [
  'event_id',
  'customer_id',
  'partition',
  'segment_id',
  'segment_version',
  'seq',
  'type',
  'effective_at',
  'decided_at',
  'cause',
  'silent',
  'evidence',
] as const;

/** Keeps the table `transitions`: who entered and left what, when and why. Nothing of customers who have been erased. */
export class TransitionRows {
  readonly #database: DatabaseSync;
  readonly #write: (row: Row) => void;
  readonly #writeErasure: (row: Row) => void;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#write = createRowWriter(database, 'transitions', columns, 'ignore');
    this.#writeErasure = createRowWriter(database, 'erasures', ['customer_hash', 'erased_at', 'partition'], 'replace');
  }

  add(event: SegmentEvent, partition: number): void {
    if (this.#isErased(event)) return;
    this.#write({
      event_id: event.eventId,
      customer_id: event.customerId,
      partition,
      segment_id: event.segmentId,
      segment_version: event.segmentVersion,
      seq: event.seq,
      type: event.type === 'SegmentEntered' ? 'entered' : 'left',
      effective_at: instantText(event.effectiveAt),
      decided_at: instantText(event.decidedAt),
      cause: event.cause,
      silent: event.silent ? 1 : 0,
      evidence: JSON.stringify(event.evidence),
    });
  }

  /** The transitions come over another topic: those decided before the erasure and read after it must not come back. */
  markErased(customerId: string, erasedAt: number, partition: number): void {
    this.#writeErasure({ customer_hash: hashOf(customerId), erased_at: instantText(erasedAt), partition });
  }

  #isErased({ customerId, decidedAt, cause }: SegmentEvent): boolean {
    if (cause === 'ERASE') return true;
    const mark = this.#database
      .prepare('SELECT erased_at FROM erasures WHERE customer_hash = ?')
      .get(hashOf(customerId));
    return mark !== undefined && instantText(decidedAt) <= String(mark['erased_at']);
  }
}

function hashOf(customerId: string): string {
  return createHash('sha256').update(customerId).digest('hex');
}
