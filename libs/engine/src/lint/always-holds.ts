import type { Condition } from '../condition.ts';
import type { SegmentDefinition } from '../definition.ts';
import { canBe } from './logic/possibility.ts';
import { partsOf, pathOf } from './places.ts';
import { type Finding, placed, type Rule, type Subject } from './rule.ts';

/** Conditions that every customer always meets; of nested ones the innermost. */
export const alwaysHolds: Rule = (subject) =>
  subject.definitions.flatMap((definition) => findAlways(definition.when, definition, subject));

function findAlways(condition: Condition, definition: SegmentDefinition, subject: Subject): readonly Finding[] {
  const within = partsOf(condition).flatMap((part) => findAlways(part, definition, subject));
  if (within.length > 0) return within;
  if (condition.kind === 'not' || canBe([], [placed(condition, definition, subject.account)], subject.scope)) return [];
  const [what, advice] =
    condition.kind === 'leaf'
      ? ['every customer always meets this condition', 'Remove it, or narrow it to those who are meant.']
      : [
          'every customer always meets one of these conditions',
          'all: takes customers who meet every one of them, if that is what was meant.',
        ];
  return [{ segmentId: definition.id, path: pathOf(condition), message: what, advice }];
}
