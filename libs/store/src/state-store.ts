/** One write to a store; a null value deletes the key. */
export interface Write {
  readonly key: string;
  readonly value: Uint8Array | null;
}

export interface Entry {
  readonly key: string;
  readonly value: Uint8Array;
}

/** Keys compare by their UTF-8 bytes. `gte` is included, `lt` is not. */
export interface KeyRange {
  readonly gte: string;
  readonly lt: string;
  readonly limit: number;
}

/**
 * The local state of one stream task: a cache of what its changelogs have committed.
 *
 * Reads by key are synchronous so that deciding about a record never yields to another task; scans and writes are not.
 * A store that was closed in the middle of `apply` holds either all of that batch or none of it.
 */
export interface StateStore {
  /** The stored bytes, or undefined. The caller must not change them. */
  get(key: string): Uint8Array | undefined;
  /** At most `limit` entries of the range, in key order. */
  range(range: KeyRange): Promise<Entry[]>;
  /** Applies all writes in one atomic batch; of several writes to one key the last wins. */
  apply(writes: readonly Write[]): Promise<void>;
  /** Removes everything: the store is rebuilt from its changelogs afterwards. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the store of one task, creating it when absent. Throws a StoreError when it is locked or corrupt. */
export type OpenStore = (name: string) => Promise<StateStore>;
