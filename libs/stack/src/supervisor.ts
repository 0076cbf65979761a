/**
 * Runs the stack's processes on behalf of another, and ends them when that one asks or is gone.
 *
 * Its stdin is a pipe that the launcher holds and never writes to. However the launcher ends, even by kill -9, the pipe
 * closes, and that is the signal: the operating system tells us, nothing has to be polled.
 * It leads a session of its own, so that a Ctrl-C meant for the launcher does not reach it first.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, type ProcessIdentity } from './process-identity.ts';
import { type ChildPlan, type RunRecord, type SupervisorPlan, type SupervisorReport } from './supervisor-plan.ts';

/** How long a process that keeps data may take to close its files. */
const graceMs = 15_000;

const planFile = process.argv[2];
if (planFile === undefined) throw new Error('the supervisor needs the file of its plan');
const plan = JSON.parse(await readFile(planFile, 'utf8')) as SupervisorPlan;
const children = new Map<ChildProcess, Promise<unknown>>();
const ended = Promise.withResolvers<void>();

// The launcher may be gone: reporting to it is then no reason to fail.
process.stdout.on('error', () => {});
process.stdin.on('end', () => ended.resolve()).on('error', () => ended.resolve());
process.stdin.resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.resolve());

for (const child of plan.children) start(child);
await record();
report({ started: plan.children.map(({ name }) => name) });
await ended.promise;
await endChildren();
if (plan.isTemporary) await rm(plan.directory, { recursive: true, force: true, maxRetries: 5 });
await rm(plan.recordFile, { force: true });
process.exit(0);

function start({ name, command, args, cwd, env }: ChildPlan): void {
  const log = openSync(join(plan.logs, `${name}.log`), 'a');
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', log, log] });
  children.set(
    child,
    once(child, 'exit').catch(() => {}),
  );
  child.on('error', (error) => report({ ended: name, how: error.message }));
  child.on('exit', (code, signal) => {
    children.delete(child);
    report({ ended: name, how: signal === null ? `exit code ${code}` : signal });
  });
}

/** Data that is thrown away needs no orderly end. */
async function endChildren(): Promise<void> {
  const ends = Promise.all(children.values());
  if (!plan.isTemporary) {
    for (const child of children.keys()) child.kill('SIGTERM');
    await Promise.race([ends, delay(graceMs, undefined, { ref: false })]);
  }
  for (const child of children.keys()) child.kill('SIGKILL');
  await ends;
}

async function record(): Promise<void> {
  const identities = await Promise.all([process.pid, ...[...children.keys()].map(({ pid }) => pid ?? 0)].map(identify));
  const [supervisor, ...running] = identities.filter((identity): identity is ProcessIdentity => identity !== null);
  if (supervisor === undefined) return;
  const { directory, isTemporary } = plan;
  const runRecord: RunRecord = { launcher: process.ppid, supervisor, children: running, directory, isTemporary };
  await writeFile(`${plan.recordFile}.new`, JSON.stringify(runRecord));
  await rename(`${plan.recordFile}.new`, plan.recordFile);
}

function report(line: SupervisorReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
