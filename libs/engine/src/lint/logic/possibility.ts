import type { AccountSettings } from '../../account.ts';
import type { Condition } from '../../condition.ts';
import type { Duration } from '../../duration.ts';
import type { TimePoint } from '../../literal.ts';
import type { Window } from '../../tracks/window.ts';
import type { PeriodName } from '../../tests/period.ts';
import type { Operation } from '../../tests/test.ts';
import type { Atom, OrdersAsked } from './atom.ts';
import { type Conjunction, type Literal, type Scope, waysOf } from './conjunctions.ts';
import { asTest, boundsOf } from './numbers.ts';
import { selectionKey } from './order-atoms.ts';
import { isAlwaysEmpty, isPartOf, type Selection } from './selections.ts';

/** A condition in the zone of the segment that it stands in. */
export interface Placed {
  readonly condition: Condition;
  readonly zone: string;
}

/** Whether some customer can, at some time, meet all of `met` and none of `unmet`; true when it cannot be told. */
export function canBe(met: readonly Placed[], unmet: readonly Placed[], scope: Scope): boolean {
  const parts = [
    ...met.map(({ condition, zone }) => waysOf(condition, true, zone, scope)),
    ...unmet.map(({ condition, zone }) => waysOf(condition, false, zone, scope)),
  ];
  return canMeetAll(parts, [], scope.account);
}

type Ways = readonly Conjunction[] | null;

/** Goes on with a way only while it is possible, so that most of the many combinations are never looked at. */
function canMeetAll(parts: readonly Ways[], chosen: Conjunction, account: AccountSettings): boolean {
  const [part, ...rest] = parts;
  if (part === undefined) return true;
  if (part === null) return canMeetAll(rest, chosen, account);
  return part.some((way) => {
    const all = [...chosen, ...way];
    return !isImpossible(all, account) && canMeetAll(rest, all, account);
  });
}

/** Whether literals cannot all hold: of one value, or of numbers of orders that contain each other. */
export function isImpossible(literals: Conjunction, account: AccountSettings): boolean {
  const bySubject = Map.groupBy(literals, ({ atom }) => atom.subject);
  for (const [first, ...others] of bySubject.values()) {
    if (first === undefined) continue;
    const claims = [first, ...others].map(({ atom: { operation }, wanted }) => ({ operation, wanted }));
    if (first.atom.domain.isImpossible(claims)) return true;
  }
  return areCountsAtOdds([...bySubject.values()], account);
}

/** So many orders at least, or at most, in a selection. */
interface Bound {
  readonly selection: Selection;
  readonly count: number;
}

function areCountsAtOdds(groups: readonly (readonly Literal[])[], account: AccountSettings): boolean {
  const [lower, upper]: [Bound[], Bound[]] = [[], []];
  for (const group of groups) {
    const [first] = group;
    if (first?.atom.orders === undefined) continue;
    const { selection, aggregate } = first.atom.orders;
    if (isAlwaysEmpty(selection, account)) upper.push({ selection, count: 0 });
    if (aggregate === 'count' || aggregate === 'exists') {
      const claims = group.map(({ atom: { operation }, wanted }) => asTest({ operation, wanted }));
      const bounds = boundsOf(claims);
      if (bounds === null) return true;
      lower.push({ selection, count: bounds.least });
      if (bounds.most !== Number.POSITIVE_INFINITY) upper.push({ selection, count: bounds.most });
    } else if (needsOrders(group)) {
      lower.push({ selection, count: first.atom.orders.needs });
      for (const { atom, wanted } of group) if (wanted) lower.push(...recent(atom, first.atom.orders));
    }
  }
  return lower.some((low) => upper.some((up) => low.count > up.count && isIn(low.selection, up.selection)));
}

function isIn(inner: Selection, outer: Selection): boolean {
  return selectionKey(inner) === selectionKey(outer) || isPartOf(inner, outer);
}

const none: Operation = { op: 'notSet', operand: true };

/** Whether what is asked of an aggregate cannot be met while it has no value. */
function needsOrders(group: readonly Literal[]): boolean {
  const [first] = group;
  if (first?.atom.orders === undefined || first.atom.orders.needs === 0) return false;
  const claims = group.map(({ atom: { operation }, wanted }) => ({ operation, wanted }));
  return first.atom.domain.isImpossible([...claims, { operation: none, wanted: true }]);
}

/** An order that is known to be in some stretch of time is one of those that a window of that stretch holds. */
function recent({ operation }: Atom, { selection, aggregate }: OrdersAsked): readonly Bound[] {
  const isOccasion = aggregate === 'first' || aggregate === 'last' || aggregate === 'nth';
  const window = isOccasion ? windowOf(operation) : null;
  return window === null ? [] : [{ selection: { ...selection, window }, count: 1 }];
}

function windowOf({ op, operand }: Operation): Window | null {
  switch (op) {
    case 'inLast':
      return { kind: 'inLast', length: operand as Duration };
    case 'betweenAgo':
      return { kind: 'betweenAgo', lengths: operand as unknown as readonly [Duration, Duration] };
    case 'calendar':
      return { kind: 'calendar', period: operand as PeriodName };
    case 'between': {
      const [from, to] = operand as unknown as readonly [TimePoint, TimePoint];
      return { kind: 'range', from, to };
    }
    default:
      return null;
  }
}
