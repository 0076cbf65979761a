import { type AccountSettings } from '@weir/engine';
import { checkDefinitions } from './check-definitions.ts';
import {
  type DefinitionDocument,
  definitionKey,
  definitionKinds,
  type FileProblem,
  formatFileProblem,
} from './definition-document.ts';
import { kindTable } from './document-kinds.ts';
import { publishDefinitions, type PublishDefinitionsOptions, type PublishReport } from './publish-definitions.ts';
import { type StoredDefinition } from './stored-definitions.ts';

/** The definitions do not go together; nothing was published. */
export class DefinitionsRefusedError extends Error {
  override readonly name = 'DefinitionsRefusedError';
  readonly code = 'WEIR_DEFINITIONS_REFUSED';
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super(problems.map(formatFileProblem).join('\n'));
    this.problems = problems;
  }
}

export interface ApplyDefinitionsOptions extends Omit<PublishDefinitionsOptions, 'check'> {
  readonly account: AccountSettings;
}

/**
 * Publishes documents after checking them together with what stays on the topic: a segment in a file may name one that was published
 * before, and a removed one must not be named by another that stays. Rejects with a DefinitionsRefusedError.
 */
export async function applyDefinitions(
  documents: readonly DefinitionDocument[],
  { account, ...options }: ApplyDefinitionsOptions,
): Promise<PublishReport> {
  const check = (stored: ReadonlyMap<string, StoredDefinition | null>) => {
    const staying = options.prune ? [] : otherDocuments(documents, stored);
    const checked = checkDefinitions([...documents, ...staying], account);
    if (!checked.ok) throw new DefinitionsRefusedError(checked.problems);
  };
  return publishDefinitions(documents, { ...options, check });
}

/** What is on the topic beside the given documents. One that the services refuse is no part of it. */
function otherDocuments(
  documents: readonly DefinitionDocument[],
  stored: ReadonlyMap<string, StoredDefinition | null>,
): DefinitionDocument[] {
  const given = new Set(documents.map(definitionKey));
  return [...stored].flatMap(([key, definition]) => {
    const kind = definitionKinds.find((name) => name.toUpperCase() === definition?.kind);
    if (definition === null || kind === undefined || given.has(key)) return [];
    const document = JSON.parse(definition.document) as Readonly<Record<string, unknown>>;
    if (kindTable[kind].check(document).length > 0) return [];
    return [{ kind, id: definition.id, file: `${key} (published)`, line: 1, document, lineOf: () => 1 }];
  });
}
