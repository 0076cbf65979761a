import { leavesOf } from '../condition.ts';
import type { Condition, LeafCondition } from '../condition.ts';
import type { SegmentDefinition } from '../definition.ts';
import type { Duration } from '../duration.ts';
import type { SequenceSpec } from '../sequences/sequence-spec.ts';
import { alwaysEndsBefore, neverEndsBefore } from './logic/duration-relation.ts';
import { instantOperationsOf, windowOf } from './operations.ts';
import { pathOf } from './places.ts';
import type { Finding, Rule } from './rule.ts';

/** Stretches of time between a length in months and one in days, which are empty for what happened on some dates. */
export const monthEndTrap: Rule = ({ definitions }) =>
  definitions.flatMap((definition) => [
    ...leavesOf(definition.when).flatMap((leaf) => pairsIn(leaf).flatMap((pair) => judge(pair, definition, leaf.path))),
    ...groupsIn(definition.when).flatMap((group) =>
      pairsAcross(group).flatMap(({ pair, path }) => judge(pair, definition, path)),
    ),
  ]);

type DurationPair = readonly [near: Duration, far: Duration];

function judge([near, far]: DurationPair, { id }: SegmentDefinition, path: string): readonly Finding[] {
  // What is so on no date never holds, which another rule tells.
  if (near.months === far.months || alwaysEndsBefore(near, far) || neverEndsBefore(near, far)) return [];
  return [
    {
      segmentId: id,
      path,
      message: `from ${near.text} to ${far.text} is no time at all for some dates: months are of 28 to 31 days, and the end of a short one cuts them off`,
      advice: 'Give both lengths in days, or both in months.',
    },
  ];
}

function pairsIn(leaf: LeafCondition): readonly DurationPair[] {
  const window = windowOf(leaf);
  return [
    ...instantOperationsOf(leaf)
      .filter(({ op }) => op === 'betweenAgo')
      .map(({ operand }) => operand as unknown as DurationPair),
    ...(window?.kind === 'betweenAgo' ? [window.lengths] : []),
    ...(leaf.leaf === 'sequence' ? waitsIn(leaf.spec as SequenceSpec) : []),
  ];
}

/** From when nothing has followed in time to when the start goes out of the window. */
function waitsIn({ isAnswered, within, window }: SequenceSpec): readonly DurationPair[] {
  if (isAnswered) return [];
  if (window?.kind === 'inLast') return [[within, window.length]];
  return window?.kind === 'betweenAgo' ? [[within, window.lengths[1]]] : [];
}

function groupsIn(condition: Condition): readonly (readonly LeafCondition[])[] {
  if (condition.kind === 'leaf') return [[condition]];
  if (condition.kind === 'not') return groupsIn(condition.of);
  const inner = condition.of.filter((part) => part.kind !== 'leaf').flatMap(groupsIn);
  if (condition.kind !== 'all')
    return [...condition.of.filter((part) => part.kind === 'leaf').map((leaf) => [leaf]), ...inner];
  return [condition.of.filter((part) => part.kind === 'leaf'), ...inner];
}

/** Of one instant: not longer ago than so much, and at least so much. */
function pairsAcross(leaves: readonly LeafCondition[]): readonly { pair: DurationPair; path: string }[] {
  const bounds = leaves.flatMap((leaf) =>
    instantOperationsOf(leaf).map(({ op, operand }) => ({ value: valueOf(leaf), op, operand, path: pathOf(leaf) })),
  );
  return bounds
    .filter(({ op }) => op === 'moreThanAgo')
    .flatMap((near) =>
      bounds
        .filter(({ op, value }) => op === 'inLast' && value === near.value)
        .map((far) => ({ pair: [near.operand as Duration, far.operand as Duration] as const, path: far.path })),
    );
}

function valueOf({ leaf, spec }: LeafCondition): string {
  const { test: _test, ask, ...rest } = spec as { readonly test?: unknown; readonly ask?: object };
  const { test: _asked, ...parameters } = (ask ?? {}) as { readonly test?: unknown };
  return JSON.stringify([leaf, rest, parameters]);
}
