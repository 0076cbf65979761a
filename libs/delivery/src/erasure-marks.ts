import { effectRetentionMs } from './customer-ledger.ts';
import { erasureKey } from './effect-key.ts';
import { type SinkCycle } from './sink-cycle.ts';

const prefix = 'erased/';

/**
 * Which customers have been erased, and until when, as hashes: so that a segment event that comes after the erasure is told from one that the
 * table of customers has not caught up with.
 */
export class ErasureMarks {
  readonly #store: string;

  constructor(store: string) {
    this.#store = store;
  }

  mark(customerId: string, cycle: SinkCycle): void {
    const key = prefix + erasureKey(customerId);
    const before = this.#erasedAt(key, cycle);
    cycle.put(this.#store, key, Buffer.from(String(cycle.now)));
    cycle.reschedule(
      key,
      before === null ? Number.POSITIVE_INFINITY : before + effectRetentionMs,
      cycle.now + effectRetentionMs,
    );
  }

  /** Whether the customer was erased after this was decided. */
  covers(
    { customerId, decidedAt }: { readonly customerId: string; readonly decidedAt: number },
    cycle: SinkCycle,
  ): boolean {
    const erasedAt = this.#erasedAt(prefix + erasureKey(customerId), cycle);
    return erasedAt !== null && decidedAt <= erasedAt;
  }

  expire(key: string, dueAt: number, cycle: SinkCycle): void {
    cycle.put(this.#store, key, null);
    cycle.reschedule(key, dueAt, Number.POSITIVE_INFINITY);
  }

  #erasedAt(key: string, cycle: SinkCycle): number | null {
    const bytes = cycle.get(this.#store, key);
    return bytes === undefined ? null : Number(Buffer.from(bytes).toString());
  }
}

/** For the due queue of the runtime: when a mark can be forgotten; null for keys that are none. */
export function erasureDueAt(key: string, value: Uint8Array): number | null {
  return key.startsWith(prefix) ? Number(Buffer.from(value).toString()) + effectRetentionMs : null;
}
