import {
  checkReferences,
  type MessageTemplate,
  parseAutomation,
  parsePromotion,
  parseTemplate,
  type Promotion,
} from '@weir/delivery';
import { type AccountSettings, type Catalog, compileCatalog, parseSegment } from '@weir/engine';
import { type DefinitionDocument, type DefinitionKind, type FileProblem } from './definition-document.ts';

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

/**
 * Checks documents against each other and the account, after each was checked by itself (`readDefinitionFiles`): segments for references,
 * cycles, zones and currencies, automations for the segments, templates and promotions they name.
 */
export function checkDefinitions(
  documents: readonly DefinitionDocument[],
  account: AccountSettings,
): { ok: true; catalog: Catalog } | { ok: false; problems: FileProblem[] } {
  const compiled = compileDefinitions(documents, account);
  const problems = [...(compiled.ok ? [] : compiled.problems), ...checkAutomations(documents)];
  return compiled.ok && problems.length === 0 ? compiled : { ok: false, problems };
}

function compileDefinitions(
  documents: readonly DefinitionDocument[],
  account: AccountSettings,
): { ok: true; catalog: Catalog } | { ok: false; problems: FileProblem[] } {
  // In this order whoever compiles the same segments, from files or from the topic, evaluates them in the same order.
  const segments = ofKind(documents, 'segment').sort((a, b) => (a.id < b.id ? -1 : 1));
  // As if nothing had been published before: whatever version an author writes down, the topic counts its own.
  const definitions = segments.map(({ document }) => ({ ...valueOf(segmentOf(document)), version: 1 }));
  const compiled = compileCatalog(definitions, account, 1);
  if (compiled.ok) return compiled;
  const byId = new Map(segments.map((segment) => [segment.id, segment]));
  const problems = compiled.problems.map(({ segmentId, path, reason }) => problemIn(byId.get(segmentId), path, reason));
  return { ok: false, problems };
}

function checkAutomations(documents: readonly DefinitionDocument[]): FileProblem[] {
  const templates: MessageTemplate[] = ofKind(documents, 'template').map(({ document }) =>
    valueOf(parseTemplate(document)),
  );
  const promotions: Promotion[] = ofKind(documents, 'promotion').map(({ document }) =>
    valueOf(parsePromotion(document)),
  );
  const segmentIds = ofKind(documents, 'segment').map(({ id }) => id);
  return ofKind(documents, 'automation').flatMap((source) => {
    const automation = valueOf(parseAutomation(source.document));
    const found = checkReferences(automation, { templates, promotions }, segmentIds);
    return found.map(({ path, reason }) => problemIn(source, path, reason));
  });
}

function ofKind(documents: readonly DefinitionDocument[], kind: DefinitionKind): DefinitionDocument[] {
  return documents.filter((document) => document.kind === kind);
}

function segmentOf(document: unknown) {
  const parsed = parseSegment(document);
  return parsed.ok ? ({ ok: true, value: parsed.definition } as const) : parsed;
}

function valueOf<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new Error('A document must be checked by itself before it is checked against the others.');
}

function problemIn(source: DefinitionDocument | undefined, path: string, reason: string): FileProblem {
  return { file: source?.file ?? '', line: source?.lineOf(path) ?? null, path, reason };
}
