/** A segment's condition as plain data: it can be compared, stored and sent. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'atLeast'; readonly k: number; readonly of: readonly Condition[] }
  | LeafCondition;

export interface LeafCondition {
  readonly kind: 'leaf';
  /** A name of the table of leaf kinds. */
  readonly leaf: string;
  /** What the leaf's parser made of the document; two leaves with equal specifications mean the same. */
  readonly spec: object;
  /** Where the document has it, such as `when.all[1].segment`: for problems found later. It is no part of what the leaf means. */
  readonly path: string;
}

export function allOf(of: readonly Condition[]): Condition {
  const [first] = of;
  return first !== undefined && of.length === 1 ? first : { kind: 'all', of };
}

export function leavesOf(condition: Condition): readonly LeafCondition[] {
  if (condition.kind === 'leaf') return [condition];
  return condition.kind === 'not' ? leavesOf(condition.of) : condition.of.flatMap(leavesOf);
}
