import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { files, read, root } from './tree.ts';

const documents = files.filter((file) => file.endsWith('.md'));

interface Link {
  document: string;
  target: string;
}

function linksOf(document: string): Link[] {
  const text = read(document)
    .replaceAll(/^(`{3,})[\s\S]*?^\1/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
  const targets = [...text.matchAll(/\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)?)(?:\s+"[^"]*")?\)/g)].map(
    ([, target]) => target!,
  );
  return targets.filter((target) => !/^[a-z]+:/i.test(target)).map((target) => ({ document, target }));
}

/** As GitHub makes it of a heading. */
function anchorsOf(document: string): Set<string> {
  const text = read(document).replaceAll(/^(`{3,})[\s\S]*?^\1/gm, '');
  const headings = [...text.matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading]) => heading!);
  const plain = (heading: string): string => heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return new Set(
    headings.map((heading) =>
      plain(heading)
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

function isBroken({ document, target }: Link): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? document : join(dirname(document), decodeURIComponent(path));
  if (!existsSync(join(root, file))) return true;
  return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).has(anchor);
}

test('every relative link in a document leads to a file, and to a heading in it', () => {
  const links = documents.flatMap(linksOf);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter(isBroken)).toEqual([]);
});

test('every workspace says on a page of its own what it is', () => {
  const workspaces = files
    .filter((file) => /^(?:libs|services)\/[^/]+\/package\.json$|^deploy\/demo\/package\.json$/.test(file))
    .map(dirname);
  expect(workspaces.length).toBeGreaterThan(0);
  expect(workspaces.filter((workspace) => !files.includes(`${workspace}/README.md`))).toEqual([]);
});
