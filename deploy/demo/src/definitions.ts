import { join } from 'node:path';
import { checkDefinitions, type DefinitionDocument, formatFileProblem, readDefinitionFiles } from '@weir/definitions';
import { type AccountSettings, type Catalog, defaultStatusGroups } from '@weir/engine';
import { DemoError } from './demo-error.ts';

export const definitionsDirectory = join(import.meta.dirname, '../definitions');

/** The store's: every service and the engine alone must be told the same. */
export const account: AccountSettings = {
  timeZone: 'America/New_York',
  currency: 'USD',
  statusGroups: defaultStatusGroups,
};

export interface Definitions {
  readonly documents: readonly DefinitionDocument[];
  readonly catalog: Catalog;
  readonly segments: readonly { readonly id: string; readonly name: string }[];
  /** By the id of an automation, the segment that it acts on. */
  readonly segmentOf: ReadonlyMap<string, string>;
}

/** Reads and checks the demo's definitions. Throws a DemoError that lists everything wrong in them. */
export async function readDefinitions(directory = definitionsDirectory): Promise<Definitions> {
  const { documents, problems } = await readDefinitionFiles(directory);
  if (problems.length > 0) throw new DemoError('WEIR_DEMO_DEFINITIONS', problems.map(formatFileProblem).join('\n'));
  const checked = checkDefinitions(documents, account);
  if (!checked.ok) throw new DemoError('WEIR_DEMO_DEFINITIONS', checked.problems.map(formatFileProblem).join('\n'));
  const { catalog } = checked;
  const automations = documents.filter(({ kind }) => kind === 'automation');
  return {
    documents,
    catalog,
    segments: catalog.segments.map(({ id, name }) => ({ id, name })),
    segmentOf: new Map(automations.map(({ id, document }) => [id, (document['on'] as { segment: string }).segment])),
  };
}
