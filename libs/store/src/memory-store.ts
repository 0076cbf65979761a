import { compareKeys } from './keys.ts';
import { SortedKeys } from './sorted-keys.ts';
import { type Entry, type KeyRange, type OpenStore, type StateStore, type Write } from './state-store.ts';
import { StoreError } from './store-error.ts';

/** Stores that outlive being closed, but not the process: opening a name again finds what was applied under it. */
export function memoryStores(): OpenStore {
  const contents = new Map<string, StoreContent>();
  const open = new Set<string>();
  return (name) => {
    if (open.has(name)) {
      return Promise.reject(new StoreError('WEIR_STORE_LOCKED', `The store ${name} is open already; close it first.`));
    }
    open.add(name);
    const content = contents.get(name) ?? { values: new Map(), order: new SortedKeys() };
    contents.set(name, content);
    return Promise.resolve(new MemoryStore(content, () => open.delete(name)));
  };
}

interface StoreContent {
  readonly values: Map<string, Uint8Array>;
  readonly order: SortedKeys;
}

class MemoryStore implements StateStore {
  readonly #content: StoreContent;
  readonly #onClose: () => void;

  constructor(content: StoreContent, onClose: () => void) {
    this.#content = content;
    this.#onClose = onClose;
  }

  get(key: string): Uint8Array | undefined {
    return this.#content.values.get(key);
  }

  range({ gte, lt, limit }: KeyRange): Promise<Entry[]> {
    const entries: Entry[] = [];
    for (const key of this.#content.order.from(gte)) {
      if (entries.length >= limit || compareKeys(key, lt) >= 0) break;
      entries.push({ key, value: this.#content.values.get(key) as Uint8Array });
    }
    return Promise.resolve(entries);
  }

  apply(writes: readonly Write[]): Promise<void> {
    const { values, order } = this.#content;
    for (const { key, value } of writes) {
      if (value === null) {
        if (values.delete(key)) order.delete(key);
      } else {
        if (!values.has(key)) order.add(key);
        values.set(key, value);
      }
    }
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.#content.values.clear();
    this.#content.order.clear();
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#onClose();
    return Promise.resolve();
  }
}
