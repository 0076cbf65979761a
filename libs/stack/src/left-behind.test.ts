import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftBehind } from './left-behind.ts';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';
import { type RunRecord } from './supervisor-plan.ts';

const gone: ProcessIdentity = { pid: 2 ** 22 + 1, began: 'never' };
let directory: string;
let child: ChildProcess;
let identity: ProcessIdentity;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-run-'));
  child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', env: {} });
  await once(child, 'spawn');
  identity = (await identify(child.pid!))!;
});
afterEach(async () => {
  child.kill('SIGKILL');
  await rm(directory, { recursive: true });
});

async function leave(record: Partial<RunRecord>): Promise<string> {
  const data = join(directory, 'data');
  await mkdir(data);
  await writeFile(
    join(directory, 'run.json'),
    JSON.stringify({
      launcher: 1,
      supervisor: gone,
      children: [identity],
      directory: data,
      isTemporary: true,
      ...record,
    }),
  );
  return data;
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

test('what a dead supervisor leaves is ended, its temporary data and its record removed', async () => {
  const data = await leave({});
  expect(await endLeftBehind(directory)).toBe(1);
  expect(await isRunning(identity)).toBe(false);
  expect(await isThere(data)).toBe(false);
  expect(await readdir(directory)).toEqual([]);
});

test('data that is to be kept is kept', async () => {
  const data = await leave({ isTemporary: false });
  expect(await endLeftBehind(directory)).toBe(1);
  expect(await isThere(data)).toBe(true);
});

test('a supervisor that runs looks after its own', async () => {
  await leave({ supervisor: (await identify(process.pid))! });
  expect(await endLeftBehind(directory)).toBe(0);
  expect(await isRunning(identity)).toBe(true);
});

test('a process that now has the same id, but began at another time, is nobody of ours', async () => {
  await leave({ children: [{ pid: identity.pid, began: 'another time' }] });
  expect(await endLeftBehind(directory)).toBe(0);
  expect(await isRunning(identity)).toBe(true);
});

test('a directory that does not exist, and a file that is no record, are no obstacle', async () => {
  await writeFile(join(directory, 'broken.json'), '{');
  expect(await endLeftBehind(directory)).toBe(0);
  expect(await endLeftBehind(join(directory, 'none'))).toBe(0);
});
