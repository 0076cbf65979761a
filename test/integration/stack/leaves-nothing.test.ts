import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, prepareCache, startOwnStack, untilGone, type OwnStack } from './own-stack.ts';

let cacheDir: string;
let stacks: OwnStack[];
// Each test starts several JVMs, perhaps on a machine that is busy with others.
jest.setTimeout(180_000);
beforeEach(async () => {
  cacheDir = await prepareCache(await mkdtemp(join(tmpdir(), 'weir-cache-')));
  stacks = [];
});
afterEach(async () => {
  for (const stack of stacks) await stack.killLauncher();
  await untilGone(stacks.flatMap(({ pids }) => pids));
  await rm(cacheDir, { recursive: true, force: true });
});

async function start(args: readonly string[] = []): Promise<OwnStack> {
  const stack = await startOwnStack(cacheDir, args);
  stacks.push(stack);
  return stack;
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

test('Ctrl-C ends every process and removes the data', async () => {
  const stack = await start();
  expect(stack.pids).toHaveLength(3);
  expect(await stack.stop()).toBe(0);
  expect(stack.pids.filter(isRunning)).toEqual([]);
  expect(await isThere(stack.directory)).toBe(false);
  expect(await readdir(join(cacheDir, 'run'))).toEqual([]);
});

test('a launcher that is killed takes its processes with it', async () => {
  const stack = await start();
  await stack.killLauncher();
  await untilGone(stack.pids);
  expect(await isThere(stack.directory)).toBe(false);
});

test('when the supervisor is killed too, the next start ends what is left', async () => {
  const stack = await start();
  const [supervisor, ...children] = stack.pids;
  process.kill(supervisor!, 'SIGKILL');
  await stack.killLauncher();
  expect(children.every(isRunning)).toBe(true);

  const next = await start();
  expect(children.filter(isRunning)).toEqual([]);
  expect(await isThere(stack.directory)).toBe(false);
  expect(next.pids.every(isRunning)).toBe(true);
});

test('three brokers form one cluster', async () => {
  const stack = await start(['--brokers', '3']);
  expect(new Set(stack.brokers).size).toBe(3);
  expect(stack.pids).toHaveLength(5);
});
