import { leavesOf } from '../condition.ts';
import { isDecidedOnce, type SegmentDefinition } from '../definition.ts';
import { leafKind } from '../leaves/kinds.ts';
import { canBe } from './logic/possibility.ts';
import { pathOf } from './places.ts';
import { type Finding, placed, type Rule, type Subject } from './rule.ts';

/** Each is compared with each: of more segments than this nothing is said. */
const MAX_COMPARED = 500;

/** Segments that always have the same members, told of the later one. */
export const twins: Rule = (subject) =>
  pairsOf(subject).flatMap(({ inner, outer, isMutual }) =>
    isMutual && inner.id > outer.id ? [twin(inner, outer)] : [],
  );

/** Segments whose members are all members of another, and of none between the two. */
export const subsets: Rule = (subject) =>
  pairsOf(subject).flatMap(({ inner, outer, isMutual }) => (isMutual ? [] : [subset(inner, outer)]));

function twin({ id, when }: SegmentDefinition, { id: otherId }: SegmentDefinition): Finding {
  return {
    segmentId: id,
    path: pathOf(when),
    message: `has always the same members as ${otherId}`,
    advice: `Keep one of the two, or refer to it with segment: ${otherId}.`,
  };
}

function subset({ id, when }: SegmentDefinition, { id: otherId }: SegmentDefinition): Finding {
  return {
    segmentId: id,
    path: pathOf(when),
    message: `everyone in it is also in ${otherId}, and gets what ${otherId} gets as well`,
    advice: `Add notSegment: ${id} to ${otherId} if they are to be apart; if not, segment: ${otherId} here says that it is meant.`,
  };
}

interface Pair {
  readonly inner: SegmentDefinition;
  readonly outer: SegmentDefinition;
  /** Each contains the other. */
  readonly isMutual: boolean;
}

const found = new WeakMap<Subject, readonly Pair[]>();

/** Found once for both rules. */
function pairsOf(subject: Subject): readonly Pair[] {
  const known = found.get(subject) ?? findPairs(subject);
  found.set(subject, known);
  return known;
}

/** What an author has said by a reference needs no telling; an empty segment is part of any, and any is part of everybody. Who met a condition once may not meet it now. */
function findPairs({ definitions, account, scope }: Subject): readonly Pair[] {
  if (definitions.length > MAX_COMPARED) return [];
  const reached = new Map(definitions.map((one) => [one.id, reachedFrom(one, scope.segments)]));
  const isTold = (a: SegmentDefinition, b: SegmentDefinition): boolean => reached.get(a.id)?.has(b.id) === true;
  const sound = definitions.filter((one) => {
    if (isDecidedOnce(one)) return false;
    const own = [placed(one.when, one, account)];
    return canBe(own, [], scope) && canBe([], own, scope);
  });
  const isIn = (inner: SegmentDefinition, outer: SegmentDefinition): boolean =>
    !canBe([placed(inner.when, inner, account)], [placed(outer.when, outer, account)], scope);
  const outers = new Map(
    sound.map((inner) => [
      inner,
      new Set(
        sound.filter(
          (outer) => outer !== inner && !isTold(inner, outer) && !isTold(outer, inner) && isIn(inner, outer),
        ),
      ),
    ]),
  );
  const contains = (outer: SegmentDefinition, inner: SegmentDefinition): boolean =>
    outers.get(inner)?.has(outer) === true;
  return [...outers].flatMap(([inner, all]) =>
    [...all]
      .filter((outer) => ![...all].some((middle) => contains(outer, middle) && !contains(middle, outer)))
      .map((outer) => ({ inner, outer, isMutual: contains(inner, outer) })),
  );
}

function reachedFrom(
  { when }: SegmentDefinition,
  segments: ReadonlyMap<string, SegmentDefinition>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const left = [when];
  for (let condition = left.pop(); condition !== undefined; condition = left.pop()) {
    for (const { leaf, spec } of leavesOf(condition)) {
      const id = leafKind(leaf).refersTo?.(spec);
      if (id === undefined || reached.has(id)) continue;
      reached.add(id);
      const target = segments.get(id);
      if (target !== undefined) left.push(target.when);
    }
  }
  return reached;
}
