import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';

const ownerFile = 'owner.json';
/** Between making a directory and writing down whose it is: one without an owner is let be while it is this young. */
const unownedGraceMs = 60_000;

/**
 * Makes a temporary directory that belongs to this process. It is to be removed by whoever made it; when a process was killed and could
 * not, the next call with the same prefix does.
 */
export async function makeOwnedDirectory(prefix: string, now: number, parent: string = tmpdir()): Promise<string> {
  await removeAbandoned(prefix, now, parent);
  const directory = await mkdtemp(join(parent, prefix));
  const owner = await identify(process.pid);
  if (owner !== null) await writeFile(join(directory, ownerFile), JSON.stringify(owner));
  return directory;
}

/** Removes the directories with this prefix whose owner runs no more. What is not ours to remove stays. */
async function removeAbandoned(prefix: string, now: number, parent: string): Promise<void> {
  const entries = await readdir(parent, { withFileTypes: true });
  const directories = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith(prefix));
  for (const { name } of directories) {
    const directory = join(parent, name);
    if (!(await isAbandoned(directory, now))) continue;
    await rm(directory, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

async function isAbandoned(directory: string, now: number): Promise<boolean> {
  try {
    const owner = JSON.parse(await readFile(join(directory, ownerFile), 'utf8')) as ProcessIdentity;
    return !(await isRunning(owner));
  } catch {
    const made = await stat(directory).catch(() => null);
    return made !== null && now - made.mtimeMs > unownedGraceMs;
  }
}
