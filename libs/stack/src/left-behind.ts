import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from './process-identity.ts';
import { type RunRecord } from './supervisor-plan.ts';

const graceMs = 10_000;
/** Longer than a supervisor gives its children. */
const supervisorGraceMs = 20_000;

/**
 * Ends what stacks whose supervisor is gone have left running, and removes their temporary data. A supervisor that runs
 * looks after its own children, so those are let be.
 *
 * @param runDirectory holds one record per running stack of this user.
 * @returns how many processes were ended.
 */
export async function endLeftBehind(runDirectory: string): Promise<number> {
  const counts = await Promise.all((await recordsIn(runDirectory)).map(endOne));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Waits for a stack that is still closing its files in this directory. */
export async function untilLeft(runDirectory: string, directory: string): Promise<void> {
  for (let waited = 0; waited < supervisorGraceMs; waited += 50) {
    const here = (await recordsIn(runDirectory)).filter(({ record }) => record.directory === directory);
    const running = await Promise.all(here.map(({ record }) => isRunning(record.supervisor)));
    if (!running.includes(true)) return;
    await delay(50);
  }
}

async function endOne({ file, record }: { file: string; record: RunRecord }): Promise<number> {
  if (await isRunning(record.supervisor)) return 0;
  const alive = await Promise.all(record.children.map(async (child) => ((await isRunning(child)) ? [child] : [])));
  const processes = alive.flat();
  await Promise.all(processes.map(end));
  if (record.isTemporary) await rm(record.directory, { recursive: true, force: true, maxRetries: 5 });
  await rm(file, { force: true });
  return processes.length;
}

async function end(child: ProcessIdentity): Promise<void> {
  signal(child, 'SIGTERM');
  for (let waited = 0; waited < graceMs; waited += 50) {
    if (!(await isRunning(child))) return;
    await delay(50);
  }
  signal(child, 'SIGKILL');
}

function signal({ pid }: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A file that another start has just removed, or that is not a record, is passed over. */
async function recordsIn(runDirectory: string): Promise<{ file: string; record: RunRecord }[]> {
  const names = await readdir(runDirectory).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).map((name) => join(runDirectory, name));
  const records = await Promise.all(
    files.map(async (file) => {
      try {
        return [{ file, record: JSON.parse(await readFile(file, 'utf8')) as RunRecord }];
      } catch {
        return [];
      }
    }),
  );
  return records.flat();
}
