import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DatabaseError } from './database.ts';

/** SQLite's result code when another connection holds the lock. */
const sqliteBusy = 5;

export interface DatabaseLock {
  release(): void;
}

/**
 * Makes this process the only one that writes the database, until it releases the lock or ends, however it ends: the operating system lets go of
 * it. Two writers would remove each other's rows. Readers do not ask for it. The lock is on a file beside the database, which holds nothing
 * and must not be removed while a writer runs.
 */
export function lockDatabase(file: string): DatabaseLock {
  mkdirSync(dirname(file), { recursive: true });
  const lock = new DatabaseSync(`${file}-lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: unknown }).errcode !== sqliteBusy) throw error;
    throw new DatabaseError(
      'WEIR_DATABASE_LOCKED',
      `another export-sink writes to ${file}: give each its own STATE_DIR or EXPORT_DATABASE`,
    );
  }
  return { release: () => lock.close() };
}
