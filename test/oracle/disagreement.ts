import { compileCatalog, parseSegment, type Catalog, type ParsedSegment } from '@weir/engine';
import { type Case } from './case.ts';
import { type SegmentDocument } from './document.ts';
import { foldEngine, type Fold } from './engine-fold.ts';
import { type Change } from './history.ts';
import { followTimeline, type ExpectedTransition, type Timeline } from './naive-timeline.ts';
import { type Support } from './random-definitions.ts';
import { type Account } from './view.ts';

export type Answer =
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }
  | { readonly kind: 'same'; readonly timeline: Timeline; readonly fold: Fold }
  | { readonly kind: 'different'; readonly difference: string };

const parsedDocuments = new WeakMap<SegmentDocument, ParsedSegment>();

/** What the engine makes of a document, which is asked once. */
function parse(document: SegmentDocument): ParsedSegment {
  const parsed = parsedDocuments.get(document) ?? parseSegment(document);
  parsedDocuments.set(document, parsed);
  return parsed;
}

const reasonsOf = (parsed: ParsedSegment): string[] =>
  parsed.ok ? [] : parsed.problems.map(({ path, reason }) => `${path}: ${reason}`);

/** Parses and compiles with the engine; the reasons when it refuses. */
export function compileDocuments(
  documents: readonly SegmentDocument[],
  account: Account,
  revision = 1,
  changedIn: ReadonlyMap<string, number> = new Map(),
): { catalog: Catalog } | { reasons: string[] } {
  const parsed = documents.map(parse);
  const definitions = parsed.flatMap((one) => (one.ok ? [one.definition] : []));
  if (definitions.length < documents.length) return { reasons: parsed.flatMap(reasonsOf) };
  const compiled = compileCatalog(definitions, account, revision, changedIn);
  if (compiled.ok) return { catalog: compiled.catalog };
  return { reasons: compiled.problems.map(({ segmentId, path, reason }) => `${segmentId}, ${path}: ${reason}`) };
}

/** Whether the engine takes a definition; `onRefusal` is told why when it does not. */
export function engineSupport(onRefusal: (reasons: readonly string[]) => void = () => {}): Support {
  return (document) => {
    const parsed = parse(document);
    if (!parsed.ok) onRefusal(reasonsOf(parsed));
    return parsed.ok;
  };
}

function lineOf(transition: ExpectedTransition): string {
  const { effectiveAt, segmentId, type, seq, cause } = transition;
  return `${new Date(effectiveAt).toISOString()} ${segmentId} ${type} ${seq} ${cause}`;
}

/** Within one step the order of unrelated segments is free, so both sides are put in one order. */
function linesOf(transitions: readonly ExpectedTransition[]): string[] {
  return [...transitions]
    .sort(
      (left, right) =>
        left.effectiveAt - right.effectiveAt || left.segmentId.localeCompare(right.segmentId) || left.seq - right.seq,
    )
    .map(lineOf);
}

function wronglySilent(fold: Fold): string[] {
  return fold.transitions
    .filter(({ cause, silent }) => silent !== (cause === 'DEFINITION'))
    .map((one) => `${one.segmentId} ${one.seq} has the cause ${one.cause}, silent ${one.silent}`);
}

/** What must hold of the engine's transitions among themselves. */
function inconsistencies(fold: Fold): string[] {
  const enteredAt = new Map<string, number>();
  const found = wronglySilent(fold);
  let latest = Number.NEGATIVE_INFINITY;
  for (const one of fold.transitions) {
    if (one.effectiveAt < latest) found.push(`${one.segmentId} ${one.seq} is told after a later change`);
    latest = one.effectiveAt;
    if (one.type === 'SegmentEntered') enteredAt.set(one.segmentId, one.effectiveAt);
    const expected = one.type === 'SegmentEntered' ? null : (enteredAt.get(one.segmentId) ?? null);
    if (one.enteredAt !== expected)
      found.push(`${one.segmentId} ${one.seq} has enteredAt ${one.enteredAt}, not ${expected}`);
  }
  return found;
}

function listDifferences(expected: readonly string[], actual: readonly string[]): string[] {
  return [
    ...expected.filter((line) => !actual.includes(line)).map((line) => `  missing:  ${line}`),
    ...actual.filter((line) => !expected.includes(line)).map((line) => `  surplus:  ${line}`),
  ];
}

/** The engine is told which definitions changed, as whoever feeds it does. */
function compileChange(one: Case): Change<Catalog> | { reasons: string[] } | undefined {
  if (one.change === undefined) return undefined;
  const { at, definitions } = one.change;
  const changedIn = new Map(definitions.map((document) => [document.id, one.documents.includes(document) ? 1 : 2]));
  const compiled = compileDocuments(definitions, one.account, 2, changedIn);
  return 'reasons' in compiled ? compiled : { at, definitions: compiled.catalog };
}

/** Asks both and compares what they say: every transition with its instant, number and cause, and the memberships at the end. */
export function answerCase(one: Case): Answer {
  const compiled = compileDocuments(one.documents, one.account);
  if ('reasons' in compiled) return { kind: 'refused', reasons: compiled.reasons };
  const change = compileChange(one);
  if (change !== undefined && 'reasons' in change) return { kind: 'refused', reasons: change.reasons };
  const timeline = followTimeline(one.documents, one.account, one.history, one.change);
  const fold = foldEngine(compiled.catalog, one.history, one.schedule, change);
  const expected = linesOf(timeline.transitions);
  const actual = linesOf(fold.transitions as readonly ExpectedTransition[]);
  const differences = [
    ...listDifferences(expected, actual),
    ...listDifferences([...timeline.members].sort(), [...fold.members].sort()),
    ...inconsistencies(fold),
  ];
  if (differences.length === 0 && expected.join('\n') === actual.join('\n')) return { kind: 'same', timeline, fold };
  return { kind: 'different', difference: ['the engine against the oracle:', ...differences].join('\n') };
}
