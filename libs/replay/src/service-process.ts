import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { ReplayError } from './replay-error.ts';

export type Environment = Readonly<Record<string, string>>;

/** A service of this repository running as a child process. */
export interface ServiceProcess {
  readonly name: string;
  readonly pid: number;
  /** Rejects with WEIR_SERVICE_DIED, and its last lines, when the service ends before it was asked to; never resolves. */
  readonly died: Promise<never>;
  /** What it last said on standard output and standard error, oldest first. */
  lastLines(): readonly string[];
  /** Asks it to stop, and kills it when it has not after ten seconds. Resolves when it has ended; may be called twice. */
  stop(): Promise<void>;
}

const keptLines = 20;
const stopPatienceMs = 10_000;
const repositoryRoot = join(import.meta.dirname, '../../..');
/** Loaded before the service: stops it when the pipe closes. */
const endWithParent = ['--import', pathToFileURL(join(repositoryRoot, 'deploy/local/end-with-launcher.mjs')).href];

/**
 * Starts `services/<name>` with exactly this environment, on the sources when this module runs on sources, else on the build.
 * Resolves when the process is there, which is before it is ready. It ends with this process, however that ends.
 * Rejects when the process cannot be started. `onLine` gets each line it says.
 */
export async function startService(
  name: string,
  env: Environment,
  onLine: (line: string) => void = () => undefined,
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [...endWithParent, ...mainArguments(name)], {
    // The fourth is a pipe that closes when this process ends, even killed outright.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...env, WEIR_LAUNCHER_PIPE: '3' },
    cwd: repositoryRoot,
  }) as ChildProcess & { readonly stdout: Readable; readonly stderr: Readable };
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    onLine(line);
  };
  createInterface({ input: child.stdout }).on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);
  const killWithParent = () => child.kill('SIGKILL');
  process.once('exit', killWithParent);
  const ended = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => {
      process.off('exit', killWithParent);
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  let isStopping = false;
  const died = ended.then((how): Promise<never> => {
    if (isStopping) return new Promise(() => undefined);
    throw new ReplayError('WEIR_SERVICE_DIED', `${name} ended by itself (${how}). Its last words:\n${indented(lines)}`);
  });
  // Whoever waits for it hears of it; nobody has to.
  died.catch(() => undefined);
  const stop = async (): Promise<void> => {
    isStopping = true;
    await terminate(child, ended);
  };
  return { name, pid: child.pid ?? 0, died, lastLines: () => [...lines], stop };
}

function mainArguments(name: string): string[] {
  const isSource = import.meta.filename.endsWith('.ts');
  return isSource
    ? ['--conditions=development', join(repositoryRoot, 'services', name, 'src/main.ts')]
    : [join(repositoryRoot, 'services', name, 'dist/main.js')];
}

async function terminate(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
  try {
    await ended;
  } finally {
    clearTimeout(impatience);
  }
}

function indented(lines: readonly string[]): string {
  return lines.length === 0 ? '  (none)' : lines.map((line) => `  ${line}`).join('\n');
}
