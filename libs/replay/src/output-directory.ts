import { constants } from 'node:fs';
import { access, mkdir, realpath, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ReplayError } from './replay-error.ts';

/** All that a replay may write. */
export const outputNames = ['segment-events.ndjson', 'memberships.csv', 'summary.json'] as const;
export const rejectedName = 'rejected.ndjson';

/**
 * Before anything runs: refuses a path that is no directory and cannot become one, one that cannot be written to and one in which something else stands
 * where a file is to come; refuses to write over one of the inputs;
 * and removes the `rejected.ndjson` of an earlier replay, which this one may have no reason to write anew.
 */
export async function prepareOutputs(directory: string, inputs: readonly string[] = []): Promise<void> {
  try {
    const found = await kindOf(directory);
    if (found === 'file') throw new Error('is not a directory');
    if (found === null) return await probe(directory);
    await access(directory, constants.W_OK);
    for (const name of [...outputNames, rejectedName, ...outputNames.map(unfinished)]) {
      if ((await kindOf(join(directory, name))) === 'directory')
        throw new Error(`holds a directory named ${name}, where a file is to be written`);
      const input = await findSame(join(directory, name), inputs);
      if (input !== undefined) throw new Error(`holds the input ${input}, which would be written over`);
    }
    await rm(join(directory, rejectedName), { force: true });
  } catch (error) {
    throw new ReplayError(
      'WEIR_REPLAY_OUTPUT',
      `--out ${directory}: ${(error as Error).message}. Name a directory, or one that can be created. Nothing was run.`,
    );
  }
}

/** The name that a file has until it is whole. */
export function unfinished(name: string): string {
  return `${name}.unfinished`;
}

/** What a replay leaves behind that was cut off without a chance to clean up. */
export async function removeUnfinished(directory: string): Promise<void> {
  for (const name of outputNames) await rm(join(directory, unfinished(name)), { force: true });
}

/**
 * Makes a directory and those around it that are missing, and tells which were made, the outermost first. Step by step, because
 * `mkdir` with `recursive` never returns where a directory is there but nothing can be made in it, as in /proc.
 */
export async function createDirectory(directory: string): Promise<string[]> {
  const missing: string[] = [];
  for (let path = resolve(directory); (await kindOf(path)) === null; path = dirname(path)) missing.unshift(path);
  for (const path of missing) await mkdir(path);
  return missing;
}

/** Makes the directory and takes it away again: nothing else tells whether it can be made. */
async function probe(directory: string): Promise<void> {
  for (const path of (await createDirectory(directory)).reverse()) await rmdir(path);
}

/** Which of the paths leads to the same file, whatever links there are on the way. */
async function findSame(path: string, others: readonly string[]): Promise<string | undefined> {
  const real = await realpath(path).catch(() => undefined);
  for (const other of others)
    if (real !== undefined && real === (await realpath(other).catch(() => undefined))) return other;
  return undefined;
}

async function kindOf(path: string): Promise<'directory' | 'file' | null> {
  try {
    return (await stat(path)).isDirectory() ? 'directory' : 'file';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
