import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeOwnedDirectory } from './owned-directory.ts';

const gone = { pid: 2 ** 22 + 1, began: 'never' };
let parent: string;
beforeEach(async () => void (parent = await mkdtemp(join(tmpdir(), 'weir-owned-'))));
afterEach(() => rm(parent, { recursive: true }));

async function leave(name: string, owner: object | null): Promise<void> {
  await mkdir(join(parent, name, 'inside'), { recursive: true });
  if (owner !== null) await writeFile(join(parent, name, 'owner.json'), JSON.stringify(owner));
}

test('what a killed process left is removed by the next one; what belongs to a running one, or to others, stays', async () => {
  await leave('demo-killed', gone);
  await leave('other-killed', gone);
  const running = await makeOwnedDirectory('demo-', Date.now(), parent);
  const next = await makeOwnedDirectory('demo-', Date.now(), parent);
  expect(next).not.toBe(running);
  expect((await readdir(parent)).map((name) => join(parent, name)).toSorted()).toEqual(
    [running, next, join(parent, 'other-killed')].toSorted(),
  );
});

test('one whose owner is not written down yet stays for a minute', async () => {
  await leave('demo-young', null);
  await makeOwnedDirectory('demo-', Date.now(), parent);
  expect(await readdir(parent)).toContain('demo-young');
  await makeOwnedDirectory('demo-', Date.now() + 120_000, parent);
  expect(await readdir(parent)).not.toContain('demo-young');
});
