import { leavesOf, type LeafCondition } from './condition.ts';
import type { SegmentDefinition } from './definition.ts';
import { leafKind, leafSpelling } from './leaves/kinds.ts';
import { logicNames, MAX_DEPTH } from './parse-condition.ts';
import { type Problem, Reader } from './reading.ts';
import { suggest } from './suggestion.ts';

export interface CatalogProblem extends Problem {
  /** Empty when it is not about one segment. */
  readonly segmentId: string;
}

export interface Reference {
  readonly id: string;
  /** Where the document names it, such as `when.all[1].segment`. */
  readonly path: string;
}

/** Finding what an unknown id was meant to be takes a look at every known one. */
const MAX_SUGGESTIONS = 20;

type Definitions = readonly SegmentDefinition[];

function referencesOf({ when }: SegmentDefinition): readonly Reference[] {
  return leavesOf(when).flatMap(referencesOfLeaf);
}

function referencesOfLeaf({ leaf, spec, path }: LeafCondition): readonly Reference[] {
  const { refersTo, referenceKey } = leafKind(leaf);
  if (refersTo === undefined) return [];
  return [{ id: refersTo(spec), path: referenceKey === undefined ? path : `${path}.${referenceKey}` }];
}

/** The same of a document that does not parse, as far as it can be read: what else is wrong with it hides none of them. */
export function referencesInDocument(document: unknown): readonly Reference[] {
  if (typeof document !== 'object' || document === null) return [];
  return referencesInCondition((document as { when?: unknown }).when, 'when', 2 * MAX_DEPTH);
}

function referencesInCondition(raw: unknown, path: string, depth: number): readonly Reference[] {
  if (typeof raw !== 'object' || raw === null || depth === 0) return [];
  if (Array.isArray(raw))
    return raw.flatMap((child, index) => referencesInCondition(child, `${path}[${index}]`, depth - 1));
  return Object.entries(raw).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    if (logicNames.includes(key) || key === 'of') return referencesInCondition(value, at, depth - 1);
    const read = leafSpelling(key)?.parse(value, new Reader([], at));
    return read?.kind === 'leaf' ? referencesOfLeaf(read) : [];
  });
}

/** References to segments that are neither among the definitions nor among the other ids. */
export function findUnknownReferences(definitions: Definitions, otherIds: ReadonlySet<string>): CatalogProblem[] {
  const known = new Set([...definitions.map(({ id }) => id), ...otherIds]);
  const candidates = [...known];
  const reasons = new Map<string, string>();
  const reasonOf = (id: string): string => {
    const near = reasons.has(id) || reasons.size >= MAX_SUGGESTIONS ? undefined : suggest(id, candidates);
    const reason = reasons.get(id) ?? `there is no segment ${id}${near === undefined ? '' : `; did you mean ${near}?`}`;
    reasons.set(id, reason);
    return reason;
  };
  return definitions.flatMap((definition) =>
    referencesOf(definition)
      .filter(({ id }) => !known.has(id))
      .map(({ id, path }) => ({ segmentId: definition.id, path, reason: reasonOf(id) })),
  );
}

interface Visit {
  readonly definition: SegmentDefinition;
  readonly left: Reference[];
}

/**
 * The definitions, each after all that it refers to; of several with one id, the first. Each circle is noted once, at the reference
 * that closes it; references to what is not there are passed over.
 */
export function orderByReference(definitions: Definitions): {
  readonly ordered: Definitions;
  readonly circles: readonly CatalogProblem[];
} {
  const byId = new Map([...definitions].reverse().map((definition) => [definition.id, definition]));
  const ordered = new Set<SegmentDefinition>();
  const circles: CatalogProblem[] = [];
  for (const definition of byId.size === definitions.length ? definitions : [...byId.values()].reverse()) {
    visit(definition, byId, ordered, circles);
  }
  return { ordered: [...ordered], circles };
}

/** Depth first, without recursion: a chain of references may be as long as there are segments. */
function visit(
  start: SegmentDefinition,
  byId: ReadonlyMap<string, SegmentDefinition>,
  ordered: Set<SegmentDefinition>,
  circles: CatalogProblem[],
): void {
  const way: Visit[] = [];
  const onWay = new Set<string>();
  const enter = (definition: SegmentDefinition): void => {
    if (ordered.has(definition)) return;
    onWay.add(definition.id);
    way.push({ definition, left: uniqueReferencesOf(definition) });
  };
  enter(start);
  for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
    const { definition, left } = top;
    const reference = left.shift();
    if (reference === undefined) {
      way.pop();
      onWay.delete(definition.id);
      ordered.add(definition);
      continue;
    }
    const target = byId.get(reference.id);
    if (target === undefined) continue;
    if (!onWay.has(target.id)) enter(target);
    else circles.push({ segmentId: definition.id, path: reference.path, reason: circle(way, target.id) });
  }
}

function uniqueReferencesOf(definition: SegmentDefinition): Reference[] {
  const byId = new Map<string, Reference>();
  for (const reference of referencesOf(definition)) if (!byId.has(reference.id)) byId.set(reference.id, reference);
  return [...byId.values()];
}

function circle(way: readonly Visit[], id: string): string {
  const ids = way.map(({ definition }) => definition.id);
  return `segments refer to each other in a circle: ${[...ids.slice(ids.indexOf(id)), id].join(' -> ')}`;
}
