import type { AccountSettings } from '../../account.ts';
import type { Condition, LeafCondition } from '../../condition.ts';
import { isDecidedOnce, type SegmentDefinition } from '../../definition.ts';
import type { InSegmentForSpec } from '../../leaves/in-segment-for.ts';
import type { SegmentSpec } from '../../leaves/segment.ts';
import { type Atom, fact, membership } from './atom.ts';
import { atomsOf } from './atoms.ts';

/** An atom that must hold, or must not. */
export interface Literal {
  readonly atom: Atom;
  readonly wanted: boolean;
}

/** Literals that must all hold. */
export type Conjunction = readonly Literal[];

export interface Scope {
  readonly account: AccountSettings;
  /** The segments that are there; a reference to another is taken as it is. */
  readonly segments: ReadonlyMap<string, SegmentDefinition>;
}

/** More ways in which a condition can hold are not looked into. */
const MAX_WAYS = 128;
const MAX_REFERENCES = 8;

/** The ways in which a condition can hold, or can fail to; null when there are too many. */
export function waysOf(
  condition: Condition,
  wanted: boolean,
  zone: string,
  scope: Scope,
  followed = 0,
): readonly Conjunction[] | null {
  switch (condition.kind) {
    case 'leaf':
      return waysOfLeaf(condition, wanted, zone, scope, followed);
    case 'not':
      return waysOf(condition.of, !wanted, zone, scope, followed);
    case 'all':
    case 'any': {
      const parts = condition.of.map((part) => waysOf(part, wanted, zone, scope, followed));
      return (condition.kind === 'all') === wanted ? together(parts) : oneOf(parts);
    }
    case 'atLeast': {
      const parts = condition.of.map((part) => waysOf(part, wanted, zone, scope, followed));
      const needed = wanted ? condition.k : condition.of.length - condition.k + 1;
      return oneOf(choices(parts, needed).map(together));
    }
  }
}

type Ways = readonly Conjunction[] | null;

function waysOfLeaf(leaf: LeafCondition, wanted: boolean, zone: string, scope: Scope, followed: number): Ways {
  if (leaf.leaf === 'segment' || leaf.leaf === 'notSegment') {
    const { id, wanted: isIn } = leaf.spec as SegmentSpec;
    return waysOfMembership(id, wanted === isIn, scope, followed);
  }
  if (leaf.leaf === 'inSegmentFor') {
    const own = fact(JSON.stringify([leaf.leaf, leaf.spec, zone]));
    if (!wanted) return [[{ atom: own, wanted }]];
    const { id } = leaf.spec as InSegmentForSpec;
    return together([[[{ atom: own, wanted }]], waysOfMembership(id, true, scope, followed)]);
  }
  const atoms = atomsOf(leaf, zone, scope.account);
  if (wanted) return [atoms.map((atom) => ({ atom, wanted }))];
  return atoms.map((atom) => [{ atom, wanted }]);
}

/** Who is in a segment meets its condition, at every instant, unless it was decided once; how far that is followed is bounded. */
function waysOfMembership(id: string, wanted: boolean, scope: Scope, followed: number): Ways {
  const own: Conjunction = [{ atom: membership(id), wanted }];
  const target = scope.segments.get(id);
  if (target === undefined || isDecidedOnce(target) || followed >= MAX_REFERENCES) return [own];
  const ways = waysOf(target.when, wanted, target.timeZone ?? scope.account.timeZone, scope, followed + 1);
  return ways === null ? [own] : ways.map((way) => [...own, ...way]);
}

function oneOf(parts: readonly Ways[]): Ways {
  const ways: Conjunction[] = [];
  for (const part of parts) {
    if (part === null || ways.length + part.length > MAX_WAYS) return null;
    ways.push(...part);
  }
  return ways;
}

function together(parts: readonly Ways[]): Ways {
  let ways: readonly Conjunction[] = [[]];
  for (const part of parts) {
    if (part === null || ways.length * part.length > MAX_WAYS) return null;
    ways = ways.flatMap((way) => part.map((other) => [...way, ...other]));
  }
  return ways;
}

/** Every choice of so many; none are made when they would be too many. */
function choices(parts: readonly Ways[], count: number): readonly (readonly Ways[])[] {
  if (count === 0) return [[]];
  if (count > parts.length) return [];
  const [first, ...rest] = parts;
  const chosen: (readonly Ways[])[] = choices(rest, count - 1).map((others) => [first ?? null, ...others]);
  const others = choices(rest, count);
  return chosen.length + others.length > MAX_WAYS ? [[null]] : [...chosen, ...others];
}
