import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type ChildPlan, type SupervisorPlan, type SupervisorReport } from './supervisor-plan.ts';

export interface SupervisedOptions {
  children: ChildPlan[];
  /** Of the stack: the plan and the logs go there. */
  directory: string;
  isTemporary: boolean;
  /** Where the records of running stacks are kept. */
  runDirectory: string;
  env: Record<string, string>;
}

export interface Supervised {
  /** Resolves when a process, or the supervisor itself, ends without having been asked to. */
  brokenBy: Promise<{ name: string; how: string }>;
  /** Ends every process; resolves when none is left. Calling it again waits for the same end. */
  stop(): Promise<void>;
}

/** Starts processes that end when this process does, whatever ends it. */
export async function supervise(options: SupervisedOptions): Promise<Supervised> {
  const logs = join(options.directory, 'logs');
  await Promise.all([mkdir(logs, { recursive: true }), mkdir(options.runDirectory, { recursive: true })]);
  const plan: SupervisorPlan = {
    children: options.children,
    logs,
    directory: options.directory,
    isTemporary: options.isTemporary,
    recordFile: join(options.runDirectory, `${randomUUID()}.json`),
  };
  const planFile = join(options.directory, 'plan.json');
  await writeFile(planFile, JSON.stringify(plan), { mode: 0o600 });
  // Beside this file, under the same ending: this is run from sources and from `dist`.
  const program = join(import.meta.dirname, `supervisor${extname(import.meta.filename)}`);
  const supervisor = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, planFile], {
    detached: true,
    env: options.env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(supervisor, 'exit').catch(() => {});
  supervisor.stdin.on('error', () => {});

  const broken = Promise.withResolvers<{ name: string; how: string }>();
  createInterface({ input: supervisor.stdout }).on('line', (line) => {
    const report = JSON.parse(line) as SupervisorReport;
    if ('ended' in report) broken.resolve({ name: report.ended, how: report.how });
  });
  void exited.then(() =>
    broken.resolve({ name: 'supervisor', how: `exit code ${supervisor.exitCode ?? supervisor.signalCode}` }),
  );
  return {
    brokenBy: broken.promise,
    async stop() {
      supervisor.stdin.end();
      await exited;
    },
  };
}
