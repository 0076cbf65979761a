import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { readStackConfig } from '../../../libs/stack/src/config.ts';

/** A stack started by `npm run stack`, as a process of its own that may be killed. */
export interface OwnStack {
  brokers: string[];
  registryUrl: string;
  /** Of the supervisor and of its children. */
  pids: number[];
  /** Where the stack keeps its data. */
  directory: string;
  /** Ctrl-C. */
  stop(): Promise<number | null>;
  /** kill -9 of the launcher alone. */
  killLauncher(): Promise<void>;
  /** kill -9 of every process of the stack, as by a power cut. */
  killEverything(): Promise<void>;
}

interface RunRecord {
  launcher: number;
  supervisor: { pid: number };
  children: { pid: number }[];
  directory: string;
}

const root = join(import.meta.dirname, '..', '..', '..');

/**
 * A cache with the downloads of this machine and a record of running stacks of its own.
 */
export async function prepareCache(directory: string): Promise<string> {
  const { cacheDir } = readStackConfig(process.env);
  await mkdir(directory, { recursive: true });
  await symlink(join(cacheDir, 'stack'), join(directory, 'stack'));
  return directory;
}

/**
 * @param cacheDir from `prepareCache`
 * @param args of `npm run stack`
 * @throws with what it wrote to stderr, when it does not come up
 */
export async function startOwnStack(cacheDir: string, args: readonly string[] = []): Promise<OwnStack> {
  const launcher = spawn(
    process.execPath,
    ['--conditions=development', '--disable-warning=ExperimentalWarning', 'libs/stack/src/main.ts', '--json', ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: ownEnvironment(cacheDir) },
  );
  let errors = '';
  launcher.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = once(launcher, 'exit');
  const line = await Promise.race([once(createInterface({ input: launcher.stdout }), 'line'), exited.then(() => null)]);
  if (line === null) throw new Error(errors);
  const { brokers, registryUrl } = JSON.parse(line[0] as string) as { brokers: string[]; registryUrl: string };
  const record = await recordOf(cacheDir, launcher.pid);
  const pids = [record.supervisor.pid, ...record.children.map(({ pid }) => pid)];
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    launcher.kill(signal);
    await exited;
  };
  return {
    brokers,
    registryUrl,
    pids,
    directory: record.directory,
    async stop() {
      await end('SIGINT');
      return launcher.exitCode;
    },
    killLauncher: () => end('SIGKILL'),
    async killEverything() {
      // The supervisor first: it would otherwise end the others in order.
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      await end('SIGKILL');
      await untilGone(pids);
    },
  };
}

async function recordOf(cacheDir: string, launcher: number | undefined): Promise<RunRecord> {
  const directory = join(cacheDir, 'run');
  for (const name of await readdir(directory)) {
    const record = JSON.parse(await readFile(join(directory, name), 'utf8')) as RunRecord;
    if (record.launcher === launcher) return record;
  }
  throw new Error('the stack is up without a record of its processes');
}

/** Resolves when none of these processes runs. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  while (pids.some(isRunning)) await delay(20);
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Of this machine, without the stack of this test run. */
function ownEnvironment(cacheDir: string): NodeJS.ProcessEnv {
  const { KAFKA_BROKERS: _brokers, SCHEMA_REGISTRY_URL: _registry, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, WEIR_CACHE: cacheDir };
}
