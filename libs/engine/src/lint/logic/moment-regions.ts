import type { Duration } from '../../duration.ts';
import type { TimePoint } from '../../literal.ts';
import type { PeriodName } from '../../tests/period.ts';
import type { Operation } from '../../tests/test.ts';
import { neverEndsBefore } from './duration-relation.ts';

/** Where an instant must lie for an operator to hold. An end that is null is not there. */
export type Region =
  /** d + from <= now < d + to; without `from`, now >= d. */
  | { readonly kind: 'past'; readonly from: Duration | null; readonly to: Duration | null }
  /** now + from < d <= now + to; without `from`, d > now. */
  | { readonly kind: 'ahead'; readonly from: Duration | null; readonly to: Duration | null }
  | { readonly kind: 'calendar'; readonly period: PeriodName }
  /** from <= d < to, or from < d where the start is open. */
  | {
      readonly kind: 'fixed';
      readonly from: TimePoint | null;
      readonly to: TimePoint | null;
      readonly isOpen: boolean;
    };

type Pair<T> = readonly [T, T];

/** Null for operators that are not about one stretch of time. */
export function regionOf({ op, operand }: Operation): Region | null {
  switch (op) {
    case 'inLast':
      return { kind: 'past', from: null, to: operand as Duration };
    case 'moreThanAgo':
      return { kind: 'past', from: operand as Duration, to: null };
    case 'betweenAgo': {
      const [from, to] = operand as unknown as Pair<Duration>;
      return { kind: 'past', from, to };
    }
    case 'inNext':
      return { kind: 'ahead', from: null, to: operand as Duration };
    case 'moreThanAhead':
      return { kind: 'ahead', from: operand as Duration, to: null };
    case 'calendar':
      return { kind: 'calendar', period: operand as PeriodName };
    case 'before':
      return { kind: 'fixed', from: null, to: operand as TimePoint, isOpen: false };
    case 'after':
      return { kind: 'fixed', from: operand as TimePoint, to: null, isOpen: true };
    case 'between': {
      const [from, to] = operand as unknown as Pair<TimePoint>;
      return { kind: 'fixed', from, to, isOpen: false };
    }
    case 'on': {
      const { date } = operand as { readonly date: number };
      return { kind: 'fixed', from: { date }, to: { date: date + 1 }, isOpen: false };
    }
    default:
      return null;
  }
}

/** Whether no instant can lie in both, whenever now is. Both are of one zone. */
export function areApart(a: Region, b: Region): boolean {
  if (a.kind === 'fixed' && b.kind === 'fixed') return endsBy(a.to, b.from) || endsBy(b.to, a.from);
  if (a.kind === 'fixed' || b.kind === 'fixed') return false;
  if (a.kind === 'calendar' && b.kind === 'calendar')
    return unitOf(a.period) === unitOf(b.period) && a.period !== b.period;
  if (a.kind === 'calendar') return b.kind !== 'calendar' && sideOf(a.period) === opposite[b.kind];
  if (b.kind === 'calendar') return sideOf(b.period) === opposite[a.kind];
  if (a.kind !== b.kind) return true;
  return comesAfter(b.from, a.to) || comesAfter(a.from, b.to);
}

/** Whether whatever lies in `a` lies in `b`. */
export function isWithin(a: Region, b: Region): boolean {
  if (a.kind === 'fixed' && b.kind === 'fixed') return startsIn(a, b) && (b.to === null || isUpTo(a.to, b.to));
  if (a.kind === 'calendar' && b.kind === 'calendar') return a.period === b.period || isPartOf(a.period, b.period);
  if ((a.kind === 'past' || a.kind === 'ahead') && a.kind === b.kind) {
    const startsLater = b.from === null || (a.from !== null && neverEndsBefore(a.from, b.from));
    return startsLater && (b.to === null || (a.to !== null && neverEndsBefore(b.to, a.to)));
  }
  return false;
}

/** Whether one bound is never reached before the other. */
function comesAfter(from: Duration | null, to: Duration | null): boolean {
  return from !== null && to !== null && neverEndsBefore(from, to);
}

/** Negative, zero or positive; undefined where it depends on the zone. */
function compare(a: TimePoint, b: TimePoint): number | undefined {
  if ('date' in a && 'date' in b) return a.date - b.date;
  return 'instant' in a && 'instant' in b ? a.instant - b.instant : undefined;
}

function endsBy(to: TimePoint | null, from: TimePoint | null): boolean {
  const order = to === null || from === null ? undefined : compare(to, from);
  return order !== undefined && order <= 0;
}

function isUpTo(to: TimePoint | null, limit: TimePoint): boolean {
  const order = to === null ? undefined : compare(to, limit);
  return order !== undefined && order <= 0;
}

type Fixed = Extract<Region, { kind: 'fixed' }>;

function startsIn(a: Fixed, b: Fixed): boolean {
  if (b.from === null) return true;
  const order = a.from === null ? undefined : compare(a.from, b.from);
  return order !== undefined && (order > 0 || (order === 0 && (a.isOpen || !b.isOpen)));
}

const opposite = { past: 'ahead', ahead: 'past' } as const;

function sideOf(period: PeriodName): 'past' | 'ahead' | 'now' {
  if (period === 'yesterday' || period.startsWith('last')) return 'past';
  return period === 'tomorrow' || period.startsWith('next') ? 'ahead' : 'now';
}

function unitOf(period: PeriodName): string {
  return /(?:Week|Month|Quarter|Year)$/.exec(period)?.[0] ?? 'Day';
}

const wider: Readonly<Record<string, readonly PeriodName[]>> = {
  today: ['thisWeek', 'thisMonth', 'thisQuarter', 'thisYear'],
  thisMonth: ['thisQuarter', 'thisYear'],
  thisQuarter: ['thisYear'],
};

function isPartOf(period: PeriodName, other: PeriodName): boolean {
  return wider[period]?.includes(other) === true;
}
