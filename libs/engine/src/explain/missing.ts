import type { ExplainedNode, Missing } from './explanation.ts';

/** What has to change for the node to have the value wanted; null when it has it. */
export function missingFor(node: ExplainedNode, wanted: boolean): Missing | null {
  if (node.value === wanted) return null;
  if (node.kind === 'leaf') return { kind: 'leaf', wanted: wanted ? node.condition : node.opposite, leaf: node };
  if (node.kind === 'not') return missingFor(node.of[0] as ExplainedNode, !wanted);
  const holding = node.of.filter(({ value }) => value).length;
  const k = wanted ? node.k - holding : holding - node.k + 1;
  const of = node.of.flatMap((part) => missingFor(part, wanted) ?? []);
  return of.length === 1 ? (of[0] as Missing) : { kind: 'some', k, of };
}
