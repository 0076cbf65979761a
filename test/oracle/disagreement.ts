import { compileCatalog, parseSegment, type Catalog } from '@weir/engine';
import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import { type JsonObject, type SegmentDocument } from './document.ts';
import { foldEngine, type Fold, type Schedule } from './engine-fold.ts';
import { inOrder, type Change, type History } from './history.ts';
import { followTimeline, type ExpectedTransition, type Timeline } from './naive-timeline.ts';
import { catalogArbitrary, resolveReferences, type Support } from './random-definitions.ts';
import { historyArbitrary } from './random-histories.ts';
import { type Account } from './view.ts';
import { offsetArbitrary, stageArbitrary } from './vocabulary.ts';

/** One question to both: these definitions, this history, the engine called at these moments. */
export interface Case {
  readonly account: Account;
  readonly documents: readonly SegmentDocument[];
  readonly history: History;
  /** Other definitions that come into force on the way. */
  readonly change: Change<readonly SegmentDocument[]> | undefined;
  readonly schedule: Schedule;
}

export type Answer =
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }
  | { readonly kind: 'same'; readonly timeline: Timeline; readonly fold: Fold }
  | { readonly kind: 'different'; readonly difference: string };

/** Parses and compiles with the engine; the reasons when it refuses. */
export function compileDocuments(
  documents: readonly SegmentDocument[],
  account: Account,
  revision = 1,
  changedIn: ReadonlyMap<string, number> = new Map(),
): { catalog: Catalog } | { reasons: string[] } {
  const parsed = documents.map((document) => parseSegment(document));
  const definitions = parsed.flatMap((one) => (one.ok ? [one.definition] : []));
  if (definitions.length < documents.length) {
    return {
      reasons: parsed.flatMap((one) => (one.ok ? [] : one.problems.map(({ path, reason }) => `${path}: ${reason}`))),
    };
  }
  const compiled = compileCatalog(definitions, account, revision, changedIn);
  if (compiled.ok) return { catalog: compiled.catalog };
  return { reasons: compiled.problems.map(({ segmentId, path, reason }) => `${segmentId}, ${path}: ${reason}`) };
}

/** Whether the engine takes the condition; `onRefusal` is told why when it does not. */
export function engineSupport(
  onRefusal: (condition: JsonObject, reasons: readonly string[]) => void = () => {},
): Support {
  return (condition) => {
    const parsed = parseSegment({ id: 'probe', name: 'Probe', when: resolveReferences(condition, 1) });
    if (!parsed.ok)
      onRefusal(
        condition,
        parsed.problems.map(({ path, reason }) => `${path}: ${reason}`),
      );
    return parsed.ok;
  };
}

/** Another catalog that keeps some of the first one's definitions as they are. */
function changeArbitrary(
  first: readonly SegmentDocument[],
  start: Instant,
  isSupported: Support,
): fc.Arbitrary<Change<readonly SegmentDocument[]>> {
  return fc
    .record({
      at: offsetArbitrary.map((offset) => start + offset),
      second: catalogArbitrary(start, isSupported),
      kept: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    })
    .map(({ at, second, kept }) => {
      const keep = (document: SegmentDocument, index: number): SegmentDocument =>
        (kept[index] === true ? first.find(({ id }) => id === document.id) : undefined) ?? document;
      return { at, definitions: second.map(keep) };
    });
}

export function caseArbitrary(isSupported: Support): fc.Arbitrary<Case> {
  const pause = fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), restart: fc.boolean() });
  return stageArbitrary.chain(({ account, start }) =>
    catalogArbitrary(start, isSupported).chain((documents) =>
      fc.record({
        account: fc.constant(account),
        documents: fc.constant(documents),
        history: historyArbitrary(start),
        change: fc.option(changeArbitrary(documents, start, isSupported), { nil: undefined, freq: 2 }),
        schedule: fc.record({ pauses: fc.array(pause, { maxLength: 4 }), stepwise: fc.boolean() }),
      }),
    ),
  );
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

/** A case as a person can read and replay it; the definitions are JSON, which is YAML too. */
export function describeCase(one: Case): string {
  const steps = inOrder(one.history.arrivals, one.change).map((step) => {
    if (step.kind === 'definitions') return `  ${new Date(step.at).toISOString()} new definitions`;
    const told = step.kind === 'order' ? step.event.order : (step.event.profile ?? step.event.kind);
    return `  ${new Date(step.at).toISOString()} ${step.kind} v${step.event.version} ${JSON.stringify(told)}`;
  });
  return [
    `account: ${one.account.timeZone} ${one.account.currency}`,
    ...one.documents.map((document) => `segment: ${JSON.stringify(document)}`),
    ...(one.change?.definitions ?? []).map((document) => `afterwards: ${JSON.stringify(document)}`),
    'arrivals:',
    ...steps,
    `until: ${new Date(one.history.until).toISOString()}`,
    `schedule: ${JSON.stringify(one.schedule)}`,
  ].join('\n');
}
