import { type AccountSettings, groupLookup, type StatusGroup, statusGroupNames } from '../../account.ts';
import type { OrdersSpec } from '../../leaves/orders.ts';
import type { ItemWhere } from '../../orders/item.ts';
import type { Where } from '../../orders/where.ts';
import type { Window } from '../../tracks/window.ts';
import { asksForPresence, type Operation, type Test } from '../../tests/test.ts';
import type { Claim, Domain } from './claim.ts';
import { customs } from './customs.ts';
import { isWithin, type Region } from './moment-regions.ts';
import { numbersOf } from './numbers.ts';
import { texts } from './texts.ts';

/** Which orders a leaf looks at. */
export interface Selection {
  readonly where: Where;
  readonly at: OrdersSpec['at'];
  readonly window: Window | null;
  /** Of the segment. */
  readonly zone: string;
  /** The one currency that is reckoned in; null when any will do. */
  readonly currency: string | null;
}

const anyNumber = numbersOf({
  least: Number.NEGATIVE_INFINITY,
  most: Number.POSITIVE_INFINITY,
  isWhole: false,
  isKnown: false,
});

/** Whether every order in `inner` is in `outer`; false when it cannot be told. */
export function isPartOf(inner: Selection, outer: Selection): boolean {
  return (
    inner.at === outer.at &&
    (outer.window === null || (inner.window !== null && isWindowWithin(inner, outer.window, outer.zone))) &&
    (outer.currency === null || inner.currency === outer.currency) &&
    groupsOf(inner.where).every((group) => groupsOf(outer.where).includes(group)) &&
    outer.where.fields.every(({ field, test }) => isGroup(field) || areFieldsWithin(inner.where, field, test)) &&
    isItemWithin(inner.where.item, outer.where.item)
  );
}

function isGroup(field: string): boolean {
  return field === 'statusGroup';
}

/** Ends that are counted in days are so in a zone. */
function isWindowWithin({ window, zone }: Selection, outer: Window, outerZone: string): boolean {
  if (window === null || zone !== outerZone) return false;
  return isWithin(regionOfWindow(window), regionOfWindow(outer));
}

function regionOfWindow(window: Window): Region {
  switch (window.kind) {
    case 'inLast':
      return { kind: 'past', from: null, to: window.length };
    case 'betweenAgo':
      return { kind: 'past', from: window.lengths[0], to: window.lengths[1] };
    case 'calendar':
      return { kind: 'calendar', period: window.period };
    case 'range':
      return { kind: 'fixed', from: window.from, to: window.to, isOpen: false };
  }
}

/** The groups of statuses whose orders can match: without a test of either kind, those that count. */
function groupsOf({ fields }: Where): readonly StatusGroup[] {
  const tests = fields.filter(({ field }) => isGroup(field));
  const isExplicit = fields.some(({ field }) => isGroup(field) || field === 'status');
  return statusGroupNames.filter((group) => {
    if (!isExplicit) return group !== 'cancelled' && group !== 'returned';
    return tests.every(({ test }) => test.operations.every((operation) => holdsOfGroup(operation, group)));
  });
}

function holdsOfGroup(operation: Operation, group: StatusGroup): boolean {
  const wanted = asksForPresence(operation);
  if (wanted !== undefined) return wanted;
  const { op, operand } = operation;
  const isNamed = Array.isArray(operand) ? (operand as readonly string[]).includes(group) : operand === group;
  return isNamed === (op === 'eq' || op === 'in');
}

/** Whether what `where` asks of a field leaves only values that pass the test. */
function areFieldsWithin({ fields }: Where, field: string, test: Test): boolean {
  return implies(domainOf(field), claimsOf(fields, field), test);
}

function implies(domain: Domain, claims: readonly Claim[], test: Test): boolean {
  return test.operations.every((operation) => domain.isImpossible([...claims, { operation, wanted: false }]));
}

function claimsOf(fields: Where['fields'], field: string): Claim[] {
  return fields
    .filter((one) => one.field === field)
    .flatMap(({ test }) => test.operations.map((operation) => ({ operation, wanted: true })));
}

function domainOf(field: string): Domain {
  if (field.startsWith('custom.')) return customs;
  return ['total', 'discount', 'price', 'quantity'].includes(field) ? anyNumber : texts;
}

/** One item meets all of it, so the tests of one item are compared with those of the other field by field. */
function isItemWithin(inner: ItemWhere | null, outer: ItemWhere | null): boolean {
  if (outer === null) return true;
  if (inner === null) return false;
  return outer.fields.every(({ field, test }) => {
    if (field !== 'category') return implies(domainOf(field), claimsOf(inner.fields, field), test);
    const known = claimsOf(inner.fields, field);
    return test.operations.every((operation) => known.some((claim) => isCategoryWithin(claim.operation, operation)));
  });
}

/**
 * Each operator looks for its own element of an item's path: a positive one for some element, a negative one for none other. What
 * holds of each element so holds of the path when both are of the same sign.
 */
function isCategoryWithin(inner: Operation, outer: Operation): boolean {
  if (asksForPresence(inner) !== undefined || asksForPresence(outer) !== undefined) {
    return asksForPresence(outer) === true && (asksForPresence(inner) === true || !isNegative(inner));
  }
  if (isNegative(inner) !== isNegative(outer)) return false;
  return texts.isImpossible([
    { operation: inner, wanted: true },
    { operation: outer, wanted: false },
    { operation: { op: 'set', operand: true }, wanted: true },
  ]);
}

function isNegative({ op }: Operation): boolean {
  return op === 'ne' || op === 'notIn' || op === 'notContains';
}

/** Whether no order can ever be in it. */
export function isAlwaysEmpty({ where }: Selection, { statusGroups }: AccountSettings): boolean {
  const groups = groupsOf(where);
  const groupOf = groupLookup(statusGroups);
  const statuses = claimsOf(where.fields, 'status');
  const known = statuses.flatMap(({ operation: { op, operand } }) =>
    op === 'eq' ? [operand as string] : op === 'in' ? (operand as readonly string[]) : [],
  );
  return (
    groups.length === 0 ||
    (known.length > 0 && !known.some((status) => groups.includes(groupOf(status)))) ||
    where.fields.some(({ field }) => !isGroup(field) && domainOf(field).isImpossible(claimsOf(where.fields, field))) ||
    isItemImpossible(where.item)
  );
}

function isItemImpossible(item: ItemWhere | null): boolean {
  const fields = item?.fields.filter(({ field }) => field !== 'category') ?? [];
  return fields.some(({ field }) => domainOf(field).isImpossible(claimsOf(fields, field)));
}
