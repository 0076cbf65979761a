import { compareKeys } from '@weir/store';
import { type DueEntry, dueKey, dueWrite, type LocalState } from './local-state.ts';
import { type Write } from '@weir/store';

export interface HeadSizes {
  /** How many entries are read into memory at once. */
  readonly fill: number;
  /** Above so many in memory, the later ones are left to the store. */
  readonly most: number;
}

const defaultSizes: HeadSizes = { fill: 1_000, most: 4_000 };

/**
 * The entries of a task by due time. The store holds all of them; the earliest are kept in memory, so that looking for the next one does
 * not scan the store again and again across the deletions at its front.
 *
 * Holds at any time: every entry below `#bound` is in the head; entries from there on are in the store, or among the changes that the
 * running cycle has not committed. Without a bound the head is the whole queue.
 */
export class DueQueue {
  readonly #state: LocalState;
  readonly #sizes: HeadSizes;
  #head: DueEntry[] = [];
  #bound: DueEntry | undefined;
  #changes = new Map<string, boolean>();

  private constructor(state: LocalState, sizes: HeadSizes) {
    this.#state = state;
    this.#sizes = sizes;
  }

  static async open(state: LocalState, sizes = defaultSizes): Promise<DueQueue> {
    const queue = new DueQueue(state, sizes);
    queue.#bound = { dueAt: -Infinity, key: '' };
    await queue.fill();
    return queue;
  }

  /** Reads more of the queue into memory when the head has run out. Only between cycles: the store must hold all changes. */
  async fill(): Promise<void> {
    if (this.#head.length > 0 || this.#bound === undefined || this.#changes.size > 0) return;
    const from = this.#bound.dueAt === -Infinity ? undefined : this.#bound;
    const entries = await this.#state.dues(from, this.#sizes.fill + 1);
    this.#bound = entries.length > this.#sizes.fill ? entries.pop() : undefined;
    this.#head = entries;
  }

  /** The earliest entry, as far as it is known. */
  peek(): DueEntry | undefined {
    return this.#head[0];
  }

  /** The instant before which nothing is due; undefined when nothing ever is. */
  nextAt(): number | undefined {
    return (this.#head[0] ?? this.#bound)?.dueAt;
  }

  /** True when nothing is due at or before the instant, or strictly before it; false also when only `fill` can tell. */
  isClear(instant: number, inclusive: boolean): boolean {
    const next = this.#head[0] ?? this.#bound;
    return next === undefined || next.dueAt > instant || (!inclusive && next.dueAt === instant);
  }

  has(key: string, dueAt: number): boolean {
    const change = this.#changes.get(dueKey(dueAt, key));
    if (change !== undefined) return change;
    const at = this.#position({ key, dueAt });
    const found = this.#head[at];
    return found !== undefined && found.dueAt === dueAt && found.key === key;
  }

  /** Infinity on either side: it was not, or is no longer, in the queue. */
  move(key: string, from: number, to: number): void {
    if (from === to) return;
    if (from !== Infinity) this.#remove({ key, dueAt: from });
    if (to !== Infinity) this.#add({ key, dueAt: to });
  }

  get hasChanges(): boolean {
    return this.#changes.size > 0;
  }

  /** What the store must be told; to be taken once, when the cycle commits. */
  takeWrites(): Write[] {
    const writes = [...this.#changes].map(([key, isPresent]) => dueWrite(key, isPresent));
    this.#changes = new Map();
    return writes;
  }

  #add(entry: DueEntry): void {
    this.#changes.set(dueKey(entry.dueAt, entry.key), true);
    if (this.#bound !== undefined && compareEntries(entry, this.#bound) >= 0) return;
    const at = this.#position(entry);
    const present = this.#head[at];
    if (present !== undefined && compareEntries(present, entry) === 0) return;
    this.#head.splice(at, 0, entry);
    if (this.#head.length <= this.#sizes.most) return;
    this.#bound = this.#head[this.#sizes.fill];
    this.#head.length = this.#sizes.fill;
  }

  #remove(entry: DueEntry): void {
    this.#changes.set(dueKey(entry.dueAt, entry.key), false);
    const at = this.#position(entry);
    const present = this.#head[at];
    if (present !== undefined && compareEntries(present, entry) === 0) this.#head.splice(at, 1);
  }

  #position(entry: DueEntry): number {
    let low = 0;
    let high = this.#head.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareEntries(this.#head[middle] as DueEntry, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function compareEntries(left: DueEntry, right: DueEntry): number {
  return left.dueAt - right.dueAt || compareKeys(left.key, right.key);
}
