import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `work` while no other process of this machine runs under the same lock file.
 *
 * The lock is an exclusive transaction on an SQLite file: the operating system lets go of it when its holder dies,
 * however it dies, so there is never a stale lock to guess about.
 *
 * @param onWaiting called once, when somebody else holds the lock.
 */
export async function underLock<T>(file: string, onWaiting: () => void, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    let waits = false;
    while (!tryAcquire(lock)) {
      if (!waits) onWaiting();
      waits = true;
      await delay(200);
    }
    return await work();
  } finally {
    lock.close();
  }
}

/** Takes the lock for as long as the returned function is not called; null when somebody else holds it. */
export async function tryLock(file: string): Promise<(() => void) | null> {
  await mkdir(dirname(file), { recursive: true });
  const lock = new DatabaseSync(file, { timeout: 0 });
  if (tryAcquire(lock)) return () => lock.close();
  lock.close();
  return null;
}

function tryAcquire(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === sqliteBusy) return false;
    throw error;
  }
}

const sqliteBusy = 5;
