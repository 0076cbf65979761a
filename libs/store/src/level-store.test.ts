import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { stateStoreContract } from './contract.ts';
import { levelStores } from './level-store.ts';

const directories: string[] = [];
async function freshDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'weir-store-'));
  directories.push(directory);
  return directory;
}
afterAll(() => Promise.all(directories.map((directory) => rm(directory, { recursive: true, force: true }))));

stateStoreContract('level-store', async () => levelStores({ directory: await freshDirectory() }));

test('a damaged store is refused with a code that says so', async () => {
  const directory = await freshDirectory();
  const open = levelStores({ directory });
  const store = await open('p0');
  await store.apply([{ key: 'a', value: Buffer.from('1') }]);
  await store.close();
  const manifest = (await readdir(join(directory, 'p0'))).find((file) => file.startsWith('MANIFEST')) as string;
  await writeFile(join(directory, 'p0', manifest), 'no manifest at all');
  await expect(open('p0')).rejects.toMatchObject({ name: 'StoreError', code: 'WEIR_STORE_CORRUPT' });
});

test('a place that cannot be a directory is refused with the reason', async () => {
  const directory = await freshDirectory();
  await writeFile(join(directory, 'file'), '');
  const open = levelStores({ directory: join(directory, 'file') });
  await expect(open('p0')).rejects.toMatchObject({ code: 'WEIR_STORE_FAILED' });
});
