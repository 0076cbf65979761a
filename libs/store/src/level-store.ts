import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BatchOperation, Level } from 'level';
import { type Entry, type KeyRange, type OpenStore, type StateStore, type Write } from './state-store.ts';
import { StoreError, type StoreErrorCode } from './store-error.ts';

type Database = Level<string, Uint8Array>;

export interface LevelStoreOptions {
  /** Holds one directory per store. Created when absent. */
  readonly directory: string;
  /** For LevelDB's cache of uncompressed blocks, per store. Default 16 MiB. */
  readonly cacheBytes?: number;
}

/**
 * Stores on disk, in LevelDB. Writes are not flushed one by one: a crash of the process loses nothing, a crash of the machine may lose the
 * last batches but never a part of one, and the changelog has them.
 */
export function levelStores({ directory, cacheBytes = 16 * 1024 * 1024 }: LevelStoreOptions): OpenStore {
  return async (name) => {
    const location = join(directory, name);
    const level: Database = new Level(location, {
      keyEncoding: 'utf8',
      valueEncoding: 'buffer',
      cacheSize: cacheBytes,
      writeBufferSize: 8 * 1024 * 1024,
    });
    try {
      await mkdir(directory, { recursive: true });
      await level.open();
    } catch (error) {
      throw openError(location, error);
    }
    return new LevelStore(level, location);
  };
}

class LevelStore implements StateStore {
  readonly #level: Database;
  readonly #location: string;

  constructor(level: Database, location: string) {
    this.#level = level;
    this.#location = location;
  }

  get(key: string): Uint8Array | undefined {
    return this.#level.getSync(key);
  }

  async range({ gte, lt, limit }: KeyRange): Promise<Entry[]> {
    const iterator = this.#level.iterator({ gte, lt, limit });
    try {
      const entries = await iterator.all();
      return entries.map(([key, value]) => ({ key, value }));
    } finally {
      await iterator.close();
    }
  }

  async apply(writes: readonly Write[]): Promise<void> {
    try {
      await this.#level.batch(writes.map(operation));
    } catch (error) {
      throw failure('WEIR_STORE_FAILED', this.#location, 'cannot be written', error);
    }
  }

  async clear(): Promise<void> {
    await this.#level.clear();
  }

  async close(): Promise<void> {
    await this.#level.close();
  }
}

function operation({ key, value }: Write): BatchOperation<Database, string, Uint8Array> {
  return value === null ? { type: 'del', key } : { type: 'put', key, value };
}

function openError(location: string, error: unknown): StoreError {
  const causes = causesOf(error);
  if (causes.includes('LEVEL_LOCKED')) {
    return failure('WEIR_STORE_LOCKED', location, 'is open in another process', error);
  }
  if (causes.some((code) => code === 'LEVEL_CORRUPTION' || code === 'LEVEL_INVALID_ARGUMENT')) {
    return failure(
      'WEIR_STORE_CORRUPT',
      location,
      'is damaged; delete it and it is restored from its changelog',
      error,
    );
  }
  return failure('WEIR_STORE_FAILED', location, 'cannot be opened', error);
}

interface Caused {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
}

function causesOf(error: unknown): unknown[] {
  const codes: unknown[] = [];
  for (
    let current = error as Caused | undefined;
    current !== undefined;
    current = current.cause as Caused | undefined
  ) {
    codes.push(current.code);
  }
  return codes;
}

function failure(code: StoreErrorCode, location: string, what: string, error: unknown): StoreError {
  const { cause, message } = error as Caused;
  const reason = (cause as Caused | undefined)?.message ?? message;
  return new StoreError(code, `The store in ${location} ${what} (${String(reason)}).`, error);
}
