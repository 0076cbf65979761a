import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The tree that is tested. */
export const root = join(import.meta.dirname, '..', '..');

export interface ProgramResult {
  code: number;
  /** What it wrote to stdout and stderr, in order; empty when it wrote to ours. */
  output: string;
}

export interface ProgramOptions {
  /** Whether it writes straight to our own output. */
  isShown?: boolean;
  nodeFlags?: readonly string[];
}

/** The tools report to nobody but us. */
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
const signals = ['SIGINT', 'SIGTERM'] as const;

/** Runs a program of a package in node_modules, named by its file, on the Node that runs this. It ends with us. */
export function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const { isShown = false, nodeFlags = [] } = options;
  const flags = ['--disable-warning=ExperimentalWarning', ...nodeFlags];
  const { promise, resolve, reject } = Promise.withResolvers<ProgramResult>();
  const child = spawn(process.execPath, [...flags, join(root, 'node_modules', file), ...args], {
    cwd: root,
    env,
    stdio: isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  child.on('error', reject);
  child.on('close', (code) => {
    for (const signal of signals) process.off(signal, pass);
    resolve({ code: code ?? 1, output });
  });
  return promise;
}
