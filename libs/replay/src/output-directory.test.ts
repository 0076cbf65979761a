import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDirectory, prepareOutputs } from './output-directory.ts';

let directory: string;
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'weir-output-directory-')), 'new', 'out');
});
afterEach(() => rm(join(directory, '..', '..'), { recursive: true }));

describe('prepareOutputs', () => {
  test('removes what an earlier replay rejected, and nothing else; a directory to be created is left to the end', async () => {
    await prepareOutputs(directory);
    await expect(readdir(directory)).rejects.toThrow('ENOENT');
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'rejected.ndjson'), '{}\n');
    await writeFile(join(directory, 'summary.json'), '{}\n');
    await prepareOutputs(directory);
    expect(await readdir(directory)).toEqual(['summary.json']);
  });

  test('refuses a file, and what lies below one', async () => {
    const file = join(directory, '..', '..', 'file');
    await writeFile(file, '');
    const refusal = (words: string) =>
      expect.objectContaining({ code: 'WEIR_REPLAY_OUTPUT', message: expect.stringContaining(words) });
    await expect(prepareOutputs(file)).rejects.toEqual(refusal(`--out ${file}: is not a directory`));
    await expect(prepareOutputs(join(file, 'out'))).rejects.toEqual(refusal('ENOTDIR'));
  });

  test.each(['segment-events.ndjson', 'memberships.csv', 'summary.json', 'rejected.ndjson', 'summary.json.unfinished'])(
    'refuses a directory named %s in it',
    async (name) => {
      await mkdir(join(directory, name), { recursive: true });
      await expect(prepareOutputs(directory)).rejects.toMatchObject({
        code: 'WEIR_REPLAY_OUTPUT',
        message: expect.stringContaining(
          `holds a directory named ${name}, where a file is to be written. Name a directory`,
        ),
      });
    },
  );

  test('refuses to write over an input, also by another name', async () => {
    await mkdir(directory, { recursive: true });
    const input = join(directory, 'segment-events.ndjson');
    await writeFile(input, '{}');
    const other = join(directory, 'orders.ndjson');
    await symlink(input, other);
    await expect(prepareOutputs(directory, ['absent', other])).rejects.toMatchObject({
      code: 'WEIR_REPLAY_OUTPUT',
      message: expect.stringContaining(`holds the input ${other}, which would be written over`),
    });
  });

  test('refuses what cannot be created, and returns', async () => {
    await expect(prepareOutputs('/proc/weir/out')).rejects.toMatchObject({
      code: 'WEIR_REPLAY_OUTPUT',
      message: expect.stringMatching(/^--out \/proc\/weir\/out: .*Nothing was run\.$/),
    });
  });
});

test('createDirectory tells what it made', async () => {
  expect(await createDirectory(directory)).toEqual([join(directory, '..'), directory]);
  expect(await createDirectory(directory)).toEqual([]);
});
