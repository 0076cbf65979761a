import type { Condition, LeafCondition } from '../condition.ts';
import type { SegmentDefinition } from '../definition.ts';
import type { CustomerSpec } from '../leaves/customer.ts';
import type { OrdersSpec } from '../leaves/orders.ts';
import { canBe } from './logic/possibility.ts';
import { partsOf, pathOf } from './places.ts';
import { type Finding, placed, type Rule, type Subject } from './rule.ts';

/** Conditions of one group that say the same, or of which one says all that the other does about the same thing. */
export const repetition: Rule = (subject) =>
  subject.definitions.flatMap((definition) => findRepeated(definition.when, definition, subject));

function findRepeated(condition: Condition, definition: SegmentDefinition, subject: Subject): readonly Finding[] {
  const parts = partsOf(condition);
  const within = parts.flatMap((part) => findRepeated(part, definition, subject));
  if (condition.kind === 'leaf' || condition.kind === 'not') return within;
  const own = parts.flatMap((part, index) => {
    const earlier = parts.slice(0, index);
    const finding = earlier.map((one) => compare(one, part, condition.kind, definition, subject)).find(Boolean);
    return finding === undefined ? [] : [finding];
  });
  return [...within, ...own];
}

function compare(
  earlier: Condition,
  later: Condition,
  kind: 'all' | 'any' | 'atLeast',
  definition: SegmentDefinition,
  subject: Subject,
): Finding | undefined {
  const place = (one: Condition) => placed(one, definition, subject.account);
  const canMeet = (one: Condition): boolean => canBe([place(one)], [], subject.scope);
  const canMiss = (one: Condition): boolean => canBe([], [place(one)], subject.scope);
  const implies = (a: Condition, b: Condition): boolean => !canBe([place(a)], [place(b)], subject.scope);
  const [isStronger, isWeaker] = [implies(earlier, later), implies(later, earlier)];
  if ((!isStronger && !isWeaker) || ![earlier, later].every((one) => canMeet(one) && canMiss(one))) return undefined;
  const segmentId = definition.id;
  if (isStronger && isWeaker)
    return {
      segmentId,
      path: pathOf(later),
      message: `says the same as ${pathOf(earlier)}`,
      advice: kind === 'atLeast' ? 'Remove one of the two: together they count twice.' : 'Remove one of the two.',
    };
  if (kind === 'atLeast' || !areOfOneValue(earlier, later)) return undefined;
  const [spare, other] = isStronger === (kind === 'all') ? [later, earlier] : [earlier, later];
  return {
    segmentId,
    path: pathOf(spare),
    message: `adds nothing to ${pathOf(other)}, which ${kind === 'all' ? 'asks for as much and more' : 'lets all of these in and more'}`,
    advice: 'Remove it, or correct the one whose limit is not the one meant.',
  };
}

/** Two limits of one value are a slip; what merely follows from another condition may be there to be read. */
function areOfOneValue(a: Condition, b: Condition): boolean {
  return a.kind === 'leaf' && b.kind === 'leaf' && valueOf(a) === valueOf(b) && !asksForAny(a) && !asksForAny(b);
}

function valueOf({ leaf, spec }: LeafCondition): string {
  if (leaf === 'customer') return `customer ${(spec as CustomerSpec).field}`;
  if (!('aggregate' in spec)) return leaf;
  const { aggregate, ask } = spec as Pick<OrdersSpec, 'aggregate' | 'ask'>;
  const { test: _test, ...parameters } = ask as { readonly test?: unknown };
  return `${leaf} ${aggregate} ${JSON.stringify(parameters)}`;
}

/** A test for whether there is a value at all, which others of the same value imply. */
function asksForAny({ leaf, spec }: LeafCondition): boolean {
  const isPresence = ({ op }: { readonly op: string }): boolean => op === 'set' || op === 'notSet';
  return leaf === 'customer' && (spec as CustomerSpec).test.operations.some(isPresence);
}
