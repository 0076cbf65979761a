import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { files, read, root } from './tree.ts';

interface Package {
  scripts?: Record<string, string>;
}

const { scripts = {} } = JSON.parse(read('package.json')) as Package;

test('every npm script that goes through the launcher names an entry that is there', () => {
  const entries = Object.values(scripts).flatMap((script) =>
    [...script.matchAll(/deploy\/local\/run\.mjs (\S+)/g)].map(([, entry]) => entry!),
  );
  expect(entries.length).toBeGreaterThan(0);
  expect(entries.filter((entry) => !existsSync(join(root, entry)))).toEqual([]);
});

test('every npm command in a document is a script', () => {
  const documents = files.filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md');
  const named = documents.flatMap((file) =>
    [...read(file).matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, name]) => ({ file, name: name! })),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
});
