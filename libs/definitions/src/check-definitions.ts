import {
  checkReferences,
  type MessageTemplate,
  parseAutomation,
  parsePromotion,
  parseTemplate,
  type Promotion,
} from '@weir/delivery';
import {
  type AccountSettings,
  type Catalog,
  checkSegments,
  compileCatalog,
  parseSegment,
  type SegmentDefinition,
} from '@weir/engine';
import {
  type DefinitionDocument,
  definitionKey,
  type DefinitionKind,
  type FileProblem,
} from './definition-document.ts';

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

/** A template that cannot be read may be of any. */
const channels = ['email', 'sms'] as const;

const none: ReadonlySet<string> = new Set();

/**
 * Checks documents against each other and the account, after each was checked by itself (`readDefinitionFiles`): segments for references,
 * cycles, zones and currencies, automations for the segments, templates and promotions they name. What is `unreadable` may be
 * named, as it is there; everything else is told at once, and the result is good only when nothing is unreadable.
 */
export function checkDefinitions(
  documents: readonly DefinitionDocument[],
  account: AccountSettings,
  unreadable = none,
): { ok: true; catalog: Catalog } | { ok: false; problems: FileProblem[] } {
  const sources = segmentsOf(documents);
  const segments = sources.map(segmentOf);
  const problems = [
    ...checkTogether(sources, segments, account, unreadable),
    ...checkAutomations(documents, unreadable),
  ];
  if (problems.length > 0 || unreadable.size > 0) return { ok: false, problems };
  const compiled = compileCatalog(segments, account, 1);
  if (compiled.ok) return compiled;
  throw new Error(`Segments that were found good do not compile: ${compiled.problems[0]?.reason}`);
}

/** In an order in which whoever compiles the same segments, from files or from the topic, evaluates them alike. */
function segmentsOf(documents: readonly DefinitionDocument[]): DefinitionDocument[] {
  return ofKind(documents, 'segment').sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** As if nothing had been published before: whatever version an author writes down, the topic counts its own. */
function segmentOf({ document }: DefinitionDocument): SegmentDefinition {
  const parsed = parseSegment(document);
  return { ...valueOf(parsed.ok ? { ok: true, value: parsed.definition } : parsed), version: 1 };
}

function checkTogether(
  sources: readonly DefinitionDocument[],
  segments: readonly SegmentDefinition[],
  account: AccountSettings,
  unreadable: ReadonlySet<string>,
): FileProblem[] {
  const byId = new Map(sources.map((source) => [source.id, source]));
  const found = checkSegments(segments, account, { unreadableIds: idsOf('segment', unreadable) });
  return found.map(({ segmentId, path, reason }) => problemIn(byId.get(segmentId), path, reason));
}

function checkAutomations(documents: readonly DefinitionDocument[], unreadable: ReadonlySet<string>): FileProblem[] {
  const templates = [
    ...ofKind(documents, 'template').map(({ document }) => valueOf(parseTemplate(document))),
    ...idsOf('template', unreadable).flatMap((id) => channels.map((channel) => ({ id, channel }) as MessageTemplate)),
  ];
  const promotions = [
    ...ofKind(documents, 'promotion').map(({ document }) => valueOf(parsePromotion(document))),
    ...idsOf('promotion', unreadable).map((id) => ({ id }) as Promotion),
  ];
  const segmentIds = [...ofKind(documents, 'segment').map(({ id }) => id), ...idsOf('segment', unreadable)];
  return ofKind(documents, 'automation').flatMap((source) => {
    const automation = valueOf(parseAutomation(source.document));
    const found = checkReferences(automation, { templates, promotions }, segmentIds);
    return found.map(({ path, reason }) => problemIn(source, path, reason));
  });
}

/** Of documents that are there, though nothing but their ids is known. */
function idsOf(kind: DefinitionKind, keys: ReadonlySet<string>): string[] {
  const prefix = definitionKey({ kind, id: '' });
  return [...keys].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

function ofKind(documents: readonly DefinitionDocument[], kind: DefinitionKind): DefinitionDocument[] {
  return documents.filter((document) => document.kind === kind);
}

function valueOf<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new Error('A document must be checked by itself before it is checked against the others.');
}

function problemIn(source: DefinitionDocument | undefined, path: string, reason: string): FileProblem {
  return { file: source?.file ?? '', line: source?.lineOf(path) ?? null, path, reason };
}
