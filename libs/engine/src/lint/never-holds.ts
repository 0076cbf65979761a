import type { Condition } from '../condition.ts';
import type { SegmentDefinition } from '../definition.ts';
import { canBe } from './logic/possibility.ts';
import { partsOf, pathOf } from './places.ts';
import { type Finding, placed, type Rule, type Subject } from './rule.ts';

/** Conditions that no customer can ever meet; of nested ones the innermost. */
export const neverHolds: Rule = (subject) =>
  subject.definitions.flatMap((definition) => findNever(definition.when, definition, subject));

function findNever(condition: Condition, definition: SegmentDefinition, subject: Subject): readonly Finding[] {
  const within = partsOf(condition).flatMap((part) => findNever(part, definition, subject));
  if (within.length > 0) return within;
  const holds = (...conditions: readonly Condition[]): boolean =>
    canBe(
      conditions.map((one) => placed(one, definition, subject.account)),
      [],
      subject.scope,
    );
  // What is denied is told of where it stands: what never holds under `not` is what always does.
  if (condition.kind === 'not' || holds(condition)) return [];
  const finding = { segmentId: definition.id, path: pathOf(condition) };
  if (condition.kind === 'leaf')
    return [
      {
        ...finding,
        message: 'no customer can ever meet this condition',
        advice: 'Look for tests in it that exclude each other, and keep the one that is meant.',
      },
    ];
  const parts = partsOf(condition);
  const pair = firstPair(parts, (a, b) => !holds(a, b));
  if (pair === undefined || condition.kind !== 'all')
    return [
      {
        ...finding,
        message: 'no customer can ever meet these conditions together',
        advice: 'Look for conditions that exclude each other; any: takes customers who meet one of them.',
      },
    ];
  return [
    {
      segmentId: definition.id,
      path: pathOf(pair[1]),
      message: `contradicts ${pathOf(pair[0])}: no customer can meet both`,
      advice: 'Remove one of the two, or put them under any: if either will do.',
    },
  ];
}

function firstPair<T>(list: readonly T[], isSuch: (a: T, b: T) => boolean): readonly [T, T] | undefined {
  for (const [index, b] of list.entries()) {
    const a = list.slice(0, index).find((one) => isSuch(one, b));
    if (a !== undefined) return [a, b];
  }
  return undefined;
}
