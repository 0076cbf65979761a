import type { Condition, LeafCondition } from '../condition.ts';
import type { ChangedSpec } from '../leaves/changed.ts';
import type { CustomerSpec } from '../leaves/customer.ts';
import type { EnteredSegmentSpec } from '../leaves/entered-segment.ts';
import type { InSegmentForSpec } from '../leaves/in-segment-for.ts';
import type { OrdersSpec } from '../leaves/orders.ts';
import type { SequenceSpec } from '../sequences/sequence-spec.ts';
import type { Duration } from '../duration.ts';
import type { Operation, Test } from '../tests/test.ts';
import type { Window } from '../tracks/window.ts';

/** A leaf, and whether it is denied by an odd number of negations. */
export interface SignedLeaf {
  readonly leaf: LeafCondition;
  readonly isDenied: boolean;
}

export function signedLeavesOf(condition: Condition, isDenied = false): readonly SignedLeaf[] {
  if (condition.kind === 'leaf') return [{ leaf: condition, isDenied }];
  if (condition.kind === 'not') return signedLeavesOf(condition.of, !isDenied);
  return condition.of.flatMap((part) => signedLeavesOf(part, isDenied));
}

/** The operators that a leaf tests an instant or a date with. */
export function instantOperationsOf({ leaf, spec }: LeafCondition): readonly Operation[] {
  if (leaf === 'customer') {
    const { field, test } = spec as CustomerSpec;
    return momentFields.has(field) ? test.operations : [];
  }
  if (leaf === 'changed') return (spec as ChangedSpec).when?.operations ?? [];
  if (leaf === 'enteredSegment') return [{ op: 'inLast', operand: (spec as EnteredSegmentSpec).inLast }];
  if (!('aggregate' in spec)) return [];
  const { aggregate, ask } = spec as Pick<OrdersSpec, 'aggregate' | 'ask'>;
  const isOccasion = aggregate === 'first' || aggregate === 'last' || aggregate === 'nth';
  return isOccasion ? (ask as { readonly test: Test }).test.operations : [];
}

/** Dates have no zone of their own; of these only `birthday` is one. */
export const momentFields: ReadonlySet<string> = new Set([
  'createdAt',
  'birthday',
  'loyalty.levelSince',
  'loyalty.joinedAt',
]);

export function isOfDate({ leaf, spec }: LeafCondition): boolean {
  return leaf === 'customer' && (spec as CustomerSpec).field === 'birthday';
}

/** Of orders, activities and messages, and of what begins a sequence. */
export function windowOf({ spec }: LeafCondition): Window | null {
  return 'window' in spec ? (spec as Pick<OrdersSpec, 'window'>).window : null;
}

/** All durations that a leaf counts with, forward from a fact. */
export function durationsOf(leaf: LeafCondition): readonly Duration[] {
  const window = windowOf(leaf);
  return [
    ...instantOperationsOf(leaf).flatMap(({ operand }) => durationsIn(operand)),
    ...(window?.kind === 'inLast' ? [window.length] : window?.kind === 'betweenAgo' ? window.lengths : []),
    ...(leaf.leaf === 'inSegmentFor' ? [(leaf.spec as InSegmentForSpec).atLeast] : []),
    ...(leaf.leaf === 'sequence' ? [(leaf.spec as SequenceSpec).within] : []),
  ];
}

function durationsIn(operand: unknown): readonly Duration[] {
  if (Array.isArray(operand)) return operand.flatMap(durationsIn);
  return typeof operand === 'object' && operand !== null && 'text' in operand ? [operand as Duration] : [];
}
