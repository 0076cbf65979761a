import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface MeasuredChild {
  /** User and system CPU used so far, in seconds; NaN where the system does not tell. */
  cpuSeconds(): number;
  /** Peak resident memory in MB; NaN where the system does not tell. */
  peakMemoryMb(): number;
  /** Rejects with its last output when it ends before it was asked to. */
  readonly died: Promise<never>;
  stop(): Promise<void>;
}

/** Starts a TypeScript file as a process of its own. */
export function startChild(
  file: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  execArgv: readonly string[] = [],
): MeasuredChild {
  const options = ['--conditions=development', '--disable-warning=ExperimentalWarning', ...execArgv, file, ...args];
  const child = spawn(process.execPath, options, {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      lines.push(...bytes.toString().split('\n').filter(Boolean));
      lines.splice(0, Math.max(0, lines.length - 40));
    });
  }
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let isStopping = false;
  const died = exited.then((): Promise<never> => {
    if (isStopping) return new Promise(() => undefined);
    throw new Error(`${file} ended by itself:\n${lines.join('\n')}`);
  });
  died.catch(() => undefined);
  return {
    cpuSeconds: () => readCpuSeconds(child),
    peakMemoryMb: () => readPeakMemoryMb(child),
    died,
    async stop() {
      isStopping = true;
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await exited;
      clearTimeout(impatience);
    },
  };
}

const ticksPerSecond = 100;

function readCpuSeconds(child: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return Number.NaN;
  }
}

function readPeakMemoryMb(child: ChildProcess): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}
