import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { root } from '../support/run-program.ts';

export { root };

/** Neither ours to answer for nor kept: installed, built, cached, or git's own. */
const passedOver = new Set(['node_modules', 'dist', '.git', '.turbo', '.weir', 'coverage']);

/** The files of the project, relative to its root, with forward slashes. */
export const files: readonly string[] = filesBelow(root);

/** TypeScript and JavaScript that people write. */
export const sources = files.filter((file) => /\.(ts|mjs|cjs|js)$/.test(file) && !file.includes('/generated/'));

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Text that people read or write; data sets, pictures and the lock are not. */
export const texts = files.filter((file) =>
  /\.(ts|mjs|cjs|js|json|md|ya?ml|avsc|html|css|svg|txt|sh)$|\/[^.]*$|^\.[^/]*$/.test(file),
);

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => !passedOver.has(name))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() ? [relative(root, path).split(sep).join('/')] : [];
    })
    .sort();
}

/** A file's name without what follows its first dot. */
export const stemOf = (file: string): string => basename(file).split('.')[0]!;
