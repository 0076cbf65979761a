import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryLock, underLock } from './machine-lock.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-lock-'));
});
afterEach(async () => rm(directory, { recursive: true }));

test('the second waits until the first is done', async () => {
  const file = join(directory, 'lock');
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = underLock(
    file,
    () => order.push('one waits'),
    async () => {
      order.push('one begins');
      await first.promise;
      order.push('one ends');
    },
  );
  const two = underLock(
    file,
    () => {
      order.push('two waits');
      first.resolve();
    },
    async () => void order.push('two begins'),
  );
  await Promise.all([one, two]);
  expect(order).toEqual(['one begins', 'two waits', 'one ends', 'two begins']);
});

test('work that fails lets go of the lock', async () => {
  const file = join(directory, 'lock');
  await expect(
    underLock(
      file,
      () => {},
      () => Promise.reject(new Error('no')),
    ),
  ).rejects.toThrow('no');
  const release = await tryLock(file);
  expect(release).not.toBeNull();
  expect(await tryLock(file)).toBeNull();
  release!();
});

test('a holder that is killed holds no more', async () => {
  const file = join(directory, 'lock');
  const program = `
    const { DatabaseSync } = require('node:sqlite');
    new DatabaseSync(${JSON.stringify(file)}).exec('BEGIN EXCLUSIVE');
    console.log('held');
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'], env: {} });
  await once(holder.stdout, 'data');
  expect(await tryLock(file)).toBeNull();
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const release = await tryLock(file);
  expect(release).not.toBeNull();
  release!();
});
