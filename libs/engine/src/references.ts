import { leavesOf } from './condition.ts';
import type { SegmentDefinition } from './definition.ts';
import { leafKind } from './leaves/kinds.ts';
import type { Problem } from './reading.ts';
import { suggest } from './suggestion.ts';

export interface CatalogProblem extends Problem {
  /** Empty when it is not about one segment. */
  readonly segmentId: string;
}

/** The definitions, each after all that it refers to. Unknown references, cycles and ids given twice are noted. */
export function orderByReference(
  definitions: readonly SegmentDefinition[],
  problems: CatalogProblem[],
): readonly SegmentDefinition[] {
  const byId = new Map<string, SegmentDefinition>();
  for (const definition of definitions) {
    if (byId.has(definition.id))
      problems.push({ segmentId: definition.id, path: 'id', reason: `${definition.id} is given twice` });
    byId.set(definition.id, definition);
  }
  const ordered: SegmentDefinition[] = [];
  const done = new Set<string>();
  for (const definition of definitions) visit(definition, { byId, ordered, done, problems });
  return ordered;
}

interface Walk {
  readonly byId: ReadonlyMap<string, SegmentDefinition>;
  readonly ordered: SegmentDefinition[];
  readonly done: Set<string>;
  readonly problems: CatalogProblem[];
}

interface Visit {
  readonly definition: SegmentDefinition;
  readonly left: string[];
}

/** Depth first, without recursion: a chain of references may be as long as there are segments. */
function visit(start: SegmentDefinition, { byId, ordered, done, problems }: Walk): void {
  if (done.has(start.id)) return;
  const path: Visit[] = [{ definition: start, left: [...referencesOf(start)] }];
  const onPath = new Set([start.id]);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const id = top.left.shift();
    if (id === undefined) {
      path.pop();
      onPath.delete(top.definition.id);
      done.add(top.definition.id);
      ordered.push(top.definition);
      continue;
    }
    const target = byId.get(id);
    const segmentId = top.definition.id;
    if (target === undefined) problems.push({ segmentId, path: 'when', reason: unknownReference(id, byId) });
    else if (onPath.has(id)) problems.push({ segmentId, path: 'when', reason: cycle(path, id) });
    else if (!done.has(id)) {
      onPath.add(id);
      path.push({ definition: target, left: [...referencesOf(target)] });
    }
  }
}

function referencesOf({ when }: SegmentDefinition): ReadonlySet<string> {
  const ids = leavesOf(when).map(({ leaf, spec }) => leafKind(leaf).refersTo?.(spec));
  return new Set(ids.filter((id) => id !== undefined));
}

function unknownReference(id: string, byId: ReadonlyMap<string, unknown>): string {
  const near = suggest(id, [...byId.keys()]);
  return `there is no segment ${id}${near === undefined ? '' : `; did you mean ${near}?`}`;
}

function cycle(path: readonly Visit[], id: string): string {
  const ids = path.map(({ definition }) => definition.id);
  return `segments refer to each other in a circle: ${[...ids.slice(ids.indexOf(id)), id].join(' -> ')}`;
}
