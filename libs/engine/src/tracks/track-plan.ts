import type { Zone } from '../zone.ts';
import type { Newcomers } from './newcomers.ts';
import type { Selection } from './selection.ts';
import type { Tally, TallyKind } from './tally.ts';
import type { Track } from './track.ts';
import type { Window } from './window.ts';

/** A selection seen through a window in a zone. */
export interface Lens {
  readonly selection: Selection;
  /** Null: all time. */
  readonly window: Window | null;
  /** Null: each customer's own. */
  readonly zone: Zone | null;
}

/** What is kept of each customer through a lens. Leaves that ask for the same share one. */
export interface TrackPlan extends Lens {
  /** Its index among the catalog's tracks. */
  readonly index: number;
  /** What is kept of the occasions inside; complete once the catalog is compiled. */
  readonly tallies: TallyKind<Tally>[];
  /** The indices of the segments that ask for it; likewise. */
  readonly dependents: Set<number>;
  /** Of all customers without any such occasion; made when there is the first of them, and never filled. */
  empty?: Track;
  /** Which of them a newcomer can turn; likewise. */
  readonly newcomers: Newcomers;
}

/** Has the tally kept, once for all that ask for it; returns its index in the track. */
export function keepTally({ tallies }: TrackPlan, kind: TallyKind<Tally>): number {
  const known = tallies.findIndex(({ key }) => key === kind.key);
  return known >= 0 ? known : tallies.push(kind) - 1;
}
