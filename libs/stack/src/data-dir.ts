import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { untilLeft } from './left-behind.ts';
import { tryLock } from './machine-lock.ts';
import { StackError } from './stack-error.ts';

/**
 * Makes a directory that keeps its data ours: for one stack at a time, and always for the same number of brokers, which
 * is written into the cluster's own metadata.
 *
 * @returns lets go of it.
 * @throws StackError WEIR_DATA_DIR_BUSY, WEIR_DATA_DIR_MISMATCH
 */
export async function claimDataDir(directory: string, brokers: number, runDirectory: string): Promise<() => void> {
  await mkdir(directory, { recursive: true });
  const release = await tryLock(join(directory, 'lock'));
  if (release === null) {
    throw new StackError(
      'WEIR_DATA_DIR_BUSY',
      `${directory} is in use by another stack: stop that one, or give this one a directory of its own.`,
    );
  }
  try {
    await untilLeft(runDirectory, directory);
    await requireSameSize(join(directory, 'stack.json'), directory, brokers);
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

async function requireSameSize(file: string, directory: string, brokers: number): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return writeFile(file, `${JSON.stringify({ brokers })}\n`);
  const kept = (JSON.parse(text) as { brokers: number }).brokers;
  if (kept !== brokers) {
    throw new StackError(
      'WEIR_DATA_DIR_MISMATCH',
      `${directory} holds a cluster of ${kept} brokers, not of ${brokers}: start ${kept}, or give another directory.`,
    );
  }
}
