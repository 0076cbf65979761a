import type { LeafCondition } from '../condition.ts';
import { leavesOf } from '../condition.ts';
import type { SegmentDefinition } from '../definition.ts';
import type { OrdersSpec } from '../leaves/orders.ts';
import type { TimePoint } from '../literal.ts';
import { durationsOf, instantOperationsOf, isOfDate, windowOf } from './operations.ts';
import type { Finding, Rule } from './rule.ts';

/** Local days where nobody has said of which place, and each customer's own zone where no day counts. */
export const timeZoneTrap: Rule = ({ definitions, account }) =>
  definitions.flatMap((definition) => {
    if (definition.timeZone === 'customer') return findNeedless(definition);
    return definition.timeZone === null && account.timeZone === 'UTC' ? findUnplaced(definition) : [];
  });

function findUnplaced({ id, when }: SegmentDefinition): readonly Finding[] {
  const found = leavesOf(when).find(asksForLocalDays);
  if (found === undefined) return [];
  return [
    {
      segmentId: id,
      path: found.path,
      message: 'goes by days that begin at midnight UTC, as neither the segment nor the account names a time zone',
      advice:
        'Add timeZone: with an IANA zone such as Europe/Moscow, or customer for each customer’s own; or set the account’s (UTC too, if UTC is meant, can be written down).',
    },
  ];
}

function findNeedless({ id, when }: SegmentDefinition): readonly Finding[] {
  const leaves = leavesOf(when);
  if (leaves.some(asksForLocalDays) || leaves.some(countsInDays)) return [];
  return [
    {
      segmentId: id,
      path: 'timeZone',
      message: 'says customer, and nothing in the segment depends on a time zone',
      advice: 'Remove it; hours and minutes are the same everywhere.',
    },
  ];
}

/** Midnights of the zone matter: to calendar periods, anniversaries and ages, and to dates that instants are compared with. */
function asksForLocalDays(leaf: LeafCondition): boolean {
  const window = windowOf(leaf);
  if (window?.kind === 'calendar') return true;
  if (window?.kind === 'range' && [window.from, window.to].some(isDate)) return true;
  return instantOperationsOf(leaf).some(({ op, operand }) => {
    if (op === 'calendar' || op === 'anniversary' || op === 'age') return true;
    if (isOfDate(leaf)) return false;
    if (op === 'monthOfYear' || op === 'on') return true;
    return op === 'between' ? (operand as readonly TimePoint[]).some(isDate) : isDate(operand);
  });
}

/** A day is not always 24 hours long, and a date as an instant is a local midnight. */
function countsInDays(leaf: LeafCondition): boolean {
  const isRhythm = leaf.leaf === 'orders' && (leaf.spec as OrdersSpec).aggregate === 'daysSinceLast';
  const isFromMidnight = isOfDate(leaf) && durationsOf(leaf).length > 0;
  const isComparedWithInstant =
    isOfDate(leaf) && instantOperationsOf(leaf).some(({ op }) => /^(?:before|after|between)$/.test(op));
  const durations = durationsOf(leaf);
  return (
    isRhythm || isFromMidnight || isComparedWithInstant || durations.some(({ months, days }) => months > 0 || days > 0)
  );
}

function isDate(operand: unknown): boolean {
  return typeof operand === 'object' && operand !== null && 'date' in operand;
}
