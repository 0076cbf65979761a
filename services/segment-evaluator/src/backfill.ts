import type { Cycle } from '@weir/kafka';
import { customersStore, factsStore } from './customers.ts';

const customersPerCall = 500;
/** Sorts before every customer's chunks: customer ids hold no NUL. */
const progressKey = '\u0000backfill';

/** Where the scan for a catalog revision stands. */
interface Progress {
  readonly revision: number;
  /** The next customer id to look at; null when all were seen. */
  readonly next: string | null;
}

/**
 * Brings every customer of the partition up to date with a new catalog, in key order, a bounded piece at a time. How far it came is part of the
 * state and is committed with the transitions it caused, so a restart goes on where the last commit stood.
 */
export class Backfill {
  readonly #bringUpToDate: (customerId: string, cycle: Cycle) => void;
  #progress: Progress | null = null;

  constructor(bringUpToDate: (customerId: string, cycle: Cycle) => void) {
    this.#bringUpToDate = bringUpToDate;
  }

  /** True when more customers remain to be seen. */
  async next(revision: number, cycle: Cycle): Promise<boolean> {
    this.#progress ??= readProgress(cycle);
    if (this.#progress?.revision !== revision) this.#progress = { revision, next: '' };
    const from = this.#progress.next;
    if (from === null) return false;
    const entries = await cycle.range(customersStore, from, customersPerCall);
    for (const { key } of entries) this.#bringUpToDate(key, cycle);
    const last = entries.at(-1);
    // The smallest key above the last one seen.
    const next = last === undefined || entries.length < customersPerCall ? null : `${last.key}\u0000`;
    this.#progress = { revision, next };
    cycle.put(factsStore, progressKey, Buffer.from(JSON.stringify(this.#progress)));
    return next !== null;
  }
}

function readProgress(cycle: Cycle): Progress | null {
  const bytes = cycle.get(factsStore, progressKey);
  return bytes === undefined ? null : (JSON.parse(Buffer.from(bytes).toString()) as Progress);
}
