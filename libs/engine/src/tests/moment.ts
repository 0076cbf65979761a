import type { EpochDay, Instant } from '../facts.ts';
import type { Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { OperandParser } from './test.ts';

/** A fact's place in time. A date has a day of its own, and its first instant stands for it; an instant's day is the local one. */
export interface Moment {
  readonly instant: Instant;
  readonly day: EpochDay | null;
}

/** What an operator says of a moment at `now`, where days and months are those of the zone. */
export type InstantPredicate = (moment: Moment, now: Instant, zone: Zone) => Verdict;

export interface InstantOperator extends OperandParser {
  compile(operand: never): InstantPredicate;
  /** Whether its verdict can change by itself. */
  readonly isTimed: boolean;
  /** What the operator says of a missing moment; without this, no. */
  whenMissing?(operand: never): boolean;
}
