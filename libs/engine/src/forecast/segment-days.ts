import type { EpochDay } from '../facts.ts';
import type { ForeseenTransition } from './forecast-customer.ts';

/** How many customers enter and leave a segment on one local day. */
export interface SegmentDay {
  readonly segmentId: string;
  readonly day: EpochDay;
  readonly entries: number;
  readonly exits: number;
}

/** The foreseen transitions of any customers added up, by segment id and then by day; days on which nothing happens are left out. */
export function addUpByDay(foreseen: Iterable<ForeseenTransition>): readonly SegmentDay[] {
  const days = new Map<string, { segmentId: string; day: EpochDay; entries: number; exits: number }>();
  for (const { transition, day } of foreseen) {
    const { segmentId, type } = transition;
    const key = `${segmentId} ${day}`;
    let sums = days.get(key);
    if (sums === undefined) days.set(key, (sums = { segmentId, day, entries: 0, exits: 0 }));
    if (type === 'SegmentEntered') sums.entries++;
    else sums.exits++;
  }
  return [...days.values()].sort((a, b) => compare(a.segmentId, b.segmentId) || a.day - b.day);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
