import { type AccountSettings, type Catalog } from '@weir/engine';
import { checkDefinitions } from './check-definitions.ts';
import { type DefinitionDocument, definitionKey, type FileProblem } from './definition-document.ts';
import { readDefinitionFiles } from './read-definition-files.ts';

export type CheckedDirectory =
  | { readonly ok: true; readonly documents: readonly DefinitionDocument[]; readonly catalog: Catalog }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

/**
 * Reads the definitions below a directory and checks each by itself and all that can be read together. Everything that is wrong is told at once, by
 * file and line: that one document cannot be read hides nothing of the others. Rejects only when the directory cannot be read.
 */
export async function checkDirectory(directory: string, account: AccountSettings): Promise<CheckedDirectory> {
  const { documents, problems: own, unreadable, references } = await readDefinitionFiles(directory);
  const checked = checkDefinitions(documents, account, unreadable);
  const isThere = (id: string): boolean =>
    unreadable.has(definitionKey({ kind: 'segment', id })) ||
    documents.some((document) => document.kind === 'segment' && document.id === id);
  const unknown = references
    .filter(({ id }) => !isThere(id))
    .map(({ id, path, file, line }) => ({ file, line, path, reason: `there is no segment ${id}` }));
  const problems = [...own, ...unknown, ...(checked.ok ? [] : checked.problems)];
  return checked.ok && problems.length === 0
    ? { ok: true, documents, catalog: checked.catalog }
    : { ok: false, problems: problems.sort(byPlace) };
}

function byPlace(a: FileProblem, b: FileProblem): number {
  return a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1;
}

/** For people: how many there are, when nothing is wrong with them. */
export function goodWords(definitions: number): string {
  return definitions === 1 ? '1 definition is good.' : `${definitions} definitions are good.`;
}
