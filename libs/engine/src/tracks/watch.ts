import type { Duration } from '../duration.ts';
import type { Zone } from '../zone.ts';
import type { SortedNumbers } from './sorted-numbers.ts';
import type { Tally } from './tally.ts';
import type { Track } from './track.ts';

/**
 * How a newcomer among the occasions, one that is there already and takes nothing away, can turn a leaf at once. Without turning it, it
 * may only put off the instant at which time alone does, and the bound known before stays sound. A leaf of which that is not so has no
 * watches, and is decided again at every newcomer.
 */
export type Watch = FigureWatch | RecencyWatch | LatestWatch;

/** A figure comes to a cut or goes beyond it, from below or from above. */
export interface FigureWatch {
  readonly kind: 'figure';
  /** The same for all watches of one figure of one tally. */
  readonly name: string;
  /** Of the tally in the track. */
  readonly slot: number;
  read(kept: Tally): number;
  /** Whether the figure can only fall as time passes; where not, what a newcomer adds may bring a turn nearer. Without this, it can. */
  canOnlyFall?(kept: Tally, track: Track): boolean;
  readonly cuts: readonly number[];
}

/** So many are inside the last so long now, and were not before: the n-th latest to go out, which the newcomer puts off, has not gone yet. */
export interface RecencyWatch {
  readonly kind: 'recency';
  /** Of the tally of instants in the track. */
  readonly slot: number;
  /** 1 is the latest. */
  readonly nth: number;
  readonly length: Duration;
}

/**
 * The latest instant was so long ago, and with the newcomer it is not any more. That of the newcomer may also come nearer than that of the
 * one before: at the ends of months, and where clocks go back.
 */
export interface LatestWatch {
  readonly kind: 'latest';
  /** Of the tally of instants in the track. */
  readonly slot: number;
  readonly length: Duration;
  /** In which lengths are counted; null: each customer's own. */
  readonly zone: Zone | null;
}

/** Of what asks only how long ago the latest was, in the tally of instants of all time: whether there is one, and each length. */
export function watchesOfLatest(slot: number, lengths: readonly Duration[], zone: Zone | null): readonly Watch[] {
  const read = (kept: Tally): number => (kept as SortedNumbers).values.length;
  return [
    { kind: 'figure', name: `${slot} number`, slot, read, cuts: [1] },
    ...lengths.map((length): Watch => ({ kind: 'latest', slot, length, zone })),
  ];
}
