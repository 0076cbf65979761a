import { type Condition, leavesOf } from '../condition.ts';

/** Where a condition stands: leaves know it, and a group is where its first leaf is. */
export function pathOf(condition: Condition): string {
  return leavesOf(condition)[0]?.path ?? 'when';
}

/** The conditions that a condition is made of. */
export function partsOf(condition: Condition): readonly Condition[] {
  if (condition.kind === 'leaf') return [];
  return condition.kind === 'not' ? [condition.of] : condition.of;
}
