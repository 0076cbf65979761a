import type { Instant } from '../facts.ts';
import type { Duration } from '../duration.ts';
import { aboutMs, countThrough, mayEndEarlier } from './recency.ts';
import type { Occasion } from './selection.ts';
import type { SortedNumbers } from './sorted-numbers.ts';
import type { Tally } from './tally.ts';
import type { Interval, Track } from './track.ts';
import type { Zone } from '../zone.ts';
import type { FigureWatch, LatestWatch, RecencyWatch, Watch } from './watch.ts';

/** One that is let in, and when it is inside. */
export interface Newcomer {
  readonly occasion: Occasion;
  readonly interval: Interval;
}

/** When that is, and where the customer lives. */
export interface Moment {
  readonly now: Instant;
  readonly ownZone: Zone;
}

/** To be called for each segment that must be decided again, perhaps repeatedly. */
export type Mark = (segment: number) => void;

/**
 * Which segments a newcomer of a track can turn, found by the order of their thresholds rather than by trying each. Filled while a
 * catalog is compiled.
 */
export class Newcomers {
  /** Decided again at every newcomer. */
  readonly #always: number[] = [];
  readonly #figures = new Keyed<FigureCuts>();
  readonly #recencies = new Keyed<NthLatest>();
  readonly #latest = new Keyed<Latest>();

  add(watches: readonly Watch[] | undefined, segment: number): void {
    if (watches === undefined) this.#always.push(segment);
    for (const watch of watches ?? []) {
      if (watch.kind === 'figure') this.#figureCuts(watch).add(watch.cuts, segment);
      else if (watch.kind === 'recency') this.#nthLatest(watch).lengths.add(watch.length, segment);
      else this.#latestOf(watch).lengths.add(watch.length, segment);
    }
  }

  /** Lets the newcomer in and marks whom it may turn. The track is as of now. */
  letIn(track: Track, { occasion, interval }: Newcomer, { now, ownZone }: Moment, mark: Mark): void {
    for (const figure of this.#figures.all) figure.look(track);
    track.insert(occasion, interval);
    for (const segment of this.#always) mark(segment);
    for (const figure of this.#figures.all) figure.markCrossed(track, mark);
    for (const recency of this.#recencies.all) recency.markTurned(track, occasion.at, now, mark);
    for (const latest of this.#latest.all) latest.markTurned(track, occasion.at, now, ownZone, mark);
  }

  #figureCuts(watch: FigureWatch): FigureCuts {
    return this.#figures.get(watch.name, () => new FigureCuts(watch));
  }

  #nthLatest({ slot, nth }: RecencyWatch): NthLatest {
    return this.#recencies.get(`${slot} ${nth}`, () => new NthLatest(slot, nth));
  }

  /** By unit, as months end otherwise than days. */
  #latestOf({ slot, zone, length }: LatestWatch): Latest {
    const inMonths = length.months > 0;
    return this.#latest.get(`${slot} ${zone?.id ?? ''} ${inMonths}`, () => new Latest(slot, inMonths, zone));
  }
}

/** Made once for each key, and then gone through at every newcomer. */
class Keyed<Value> {
  readonly all: Value[] = [];
  readonly #byKey = new Map<string, Value>();

  get(key: string, create: () => Value): Value {
    let known = this.#byKey.get(key);
    if (known === undefined) {
      known = create();
      this.#byKey.set(key, known);
      this.all.push(known);
    }
    return known;
  }
}

/** Places on a line of numbers in ascending order, each with the segments to which it matters. */
class Places {
  readonly #places: number[] = [];
  readonly #segments: number[][] = [];

  add(place: number, segment: number): void {
    const index = countThrough(this.#places, place);
    if (this.#places[index - 1] === place) {
      (this.#segments[index - 1] as number[]).push(segment);
      return;
    }
    this.#places.splice(index, 0, place);
    this.#segments.splice(index, 0, [segment]);
  }

  markAll(mark: Mark): void {
    for (const segments of this.#segments) for (const segment of segments) mark(segment);
  }

  /** Those of places in (from, to]. */
  mark(from: number, to: number, mark: Mark): void {
    for (let index = countThrough(this.#places, from); (this.#places[index] as number) <= to; index++)
      for (const segment of this.#segments[index] as number[]) mark(segment);
  }
}

class FigureCuts {
  readonly #places = new Places();
  readonly #watch: FigureWatch;
  #before = 0;

  constructor(watch: FigureWatch) {
    this.#watch = watch;
  }

  add(cuts: readonly number[], segment: number): void {
    for (const cut of cuts) this.#places.add(cut, segment);
  }

  /** Deciding about one customer is never interrupted by another: what was seen is kept here until the newcomer is in. */
  look({ tallies }: Track): void {
    this.#before = this.#watch.read(tallies[this.#watch.slot] as Tally);
  }

  markCrossed(track: Track, mark: Mark): void {
    const kept = track.tallies[this.#watch.slot] as Tally;
    if (this.#watch.canOnlyFall?.(kept, track) === false) return this.#places.markAll(mark);
    const after = this.#watch.read(kept);
    if (after === this.#before) return;
    this.#places.mark(Math.min(this.#before, after), Math.max(this.#before, after), mark);
  }
}

/** Lengths of time on the line of their middles, each with the segments to which it matters. */
class Lengths {
  readonly #places = new Places();
  /** Elapsed time may be off the middle of its length by so much. */
  spread = 0;

  add(length: Duration, segment: number): void {
    const { middle, spread } = aboutMs(length);
    this.#places.add(middle, segment);
    this.spread = Math.max(this.spread, spread);
  }

  markAll(mark: Mark): void {
    this.#places.markAll(mark);
  }

  /** Those so long that they may have been over of the one before and are not of the other. */
  markBetween(before: Instant, after: Instant, now: Instant, mark: Mark): void {
    this.#places.mark(now - after - this.spread - 1, now - before + this.spread, mark);
  }
}

class NthLatest {
  readonly lengths = new Lengths();
  readonly #slot: number;
  readonly #nth: number;

  constructor(slot: number, nth: number) {
    this.#slot = slot;
    this.#nth = nth;
  }

  /** The newcomer is among the instants. */
  markTurned({ tallies }: Track, newcomer: Instant, now: Instant, mark: Mark): void {
    const { values } = tallies[this.#slot] as SortedNumbers;
    const index = countThrough(values, now) - this.#nth;
    const place = countThrough(values, newcomer) - 1;
    if (index < 0) return;
    if (index === 0) return this.lengths.markAll(mark);
    const after = values[index] as Instant;
    const isOlder = index > place;
    // An older one may yet be the last to go out, if it is not much older.
    if (isOlder && after - newcomer > this.lengths.spread) return;
    this.lengths.markBetween(isOlder ? after : (values[index - 1] as Instant), after, now, mark);
  }
}

class Latest {
  readonly lengths = new Lengths();
  readonly #slot: number;
  readonly #inMonths: boolean;
  readonly #zone: Zone | null;

  constructor(slot: number, inMonths: boolean, zone: Zone | null) {
    this.#slot = slot;
    this.#inMonths = inMonths;
    this.#zone = zone;
  }

  /** The newcomer is among the instants. */
  markTurned({ tallies }: Track, newcomer: Instant, now: Instant, ownZone: Zone, mark: Mark): void {
    const { values } = tallies[this.#slot] as SortedNumbers;
    const present = countThrough(values, now);
    const [before, after] = [values[present - 2], values[present - 1]];
    if (after === undefined || newcomer < after) return;
    const mayBeNearer = before === undefined || mayEndEarlier(before, after, this.#inMonths, this.#zone ?? ownZone);
    if (mayBeNearer) this.lengths.markAll(mark);
    else this.lengths.markBetween(before, after, now, mark);
  }
}
