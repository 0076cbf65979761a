import { longestMs } from '../duration.ts';
import type { Instant } from '../facts.ts';
import { OccasionCount } from '../occasions/occasion-count.ts';
import type { Occasion } from '../tracks/selection.ts';
import type { Tally } from '../tracks/tally.ts';
import { type Interval, Track } from '../tracks/track.ts';
import type { Zone } from '../zone.ts';
import type { Answers } from './answers.ts';
import { countingOf, isTimedPairing, type Pairing } from './pairing.ts';
import { Stretch } from './stretch.ts';

/** One start, and when it counts as things stand; null when it does not. */
export interface Start extends Occasion {
  counts: Interval | null;
}

/**
 * The starts of a sequence, each with what became of it. An event changes what became of the few starts that it answers, or is; all others
 * are left alone. Those that count are seen as by a window: a track knows which do now, and which come and go.
 */
export class Starts implements Tally {
  readonly #pairing: Pairing;
  /** By their instants. */
  readonly #starts: Start[] = [];
  /** Where some have come since it was last looked. */
  readonly #news = new Stretch();
  /** What the starts have been paired with; null before. */
  #answers: Answers | null = null;
  #zone: Zone | null = null;
  #count = new OccasionCount();
  #counting: Track;

  constructor(pairing: Pairing) {
    this.#pairing = pairing;
    this.#counting = this.#createTrack(Number.NEGATIVE_INFINITY);
  }

  /** How many count, as of when they were last settled. */
  get count(): number {
    return this.#count.count;
  }

  add({ id, at }: Occasion): void {
    this.#starts.splice(this.#countThrough(at), 0, { id, at, counts: null });
    this.#news.include(at);
  }

  remove({ id, at }: Occasion): void {
    let index = this.#countThrough(at) - 1;
    while ((this.#starts[index] as Start).id !== id) index--;
    const [start] = this.#starts.splice(index, 1) as [Start];
    if (start.counts !== null) this.#counting.remove(start, start.counts);
  }

  /** As of when they were last settled, of those that count: which do now, and when others come or go. */
  get counting(): Track {
    return this.#counting;
  }

  /** Pairs what is new and lets time pass. */
  settle(answers: Answers, zone: Zone, now: Instant): void {
    if (this.#starts.length === 0) return answers.news.clear();
    if (answers !== this.#answers || zone !== this.#zone || now < this.#counting.asOf) {
      this.#beginAnew(answers, zone, now);
    } else {
      this.#counting.advance(now);
      this.#pair(this.#news.from, this.#news.to, answers, zone);
      const { from, to } = answers.news;
      // Starts before the answer that precedes the news have that one, and those long before are not answered in time by any of it.
      const farthest = from - longestMs(this.#pairing.within);
      if (!answers.news.isEmpty) this.#pair(Math.max(farthest, answers.lastBefore(from)), to, answers, zone);
    }
    this.#news.clear();
    answers.news.clear();
  }

  #beginAnew(answers: Answers, zone: Zone, now: Instant): void {
    this.#answers = answers;
    this.#zone = zone;
    this.#count = new OccasionCount();
    this.#counting = this.#createTrack(now);
    for (const start of this.#starts) start.counts = null;
    this.#pair(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, answers, zone);
  }

  /** Finds anew what became of the starts in [from, to]. */
  #pair(from: Instant, to: Instant, answers: Answers, zone: Zone): void {
    if (from > to) return;
    for (let index = this.#countThrough(to) - 1; index >= 0; index--) {
      const start = this.#starts[index] as Start;
      if (start.at < from) return;
      const counts = countingOf(this.#pairing, start.at, answers.firstFrom(start.at), zone);
      if ((counts === null) === (start.counts === null)) continue;
      if (start.counts !== null) this.#counting.remove(start, start.counts);
      start.counts = counts;
      if (counts !== null) this.#counting.insert(start, counts);
    }
  }

  #createTrack(asOf: Instant): Track {
    return new Track(isTimedPairing(this.#pairing), asOf, [this.#count]);
  }

  /** How many are at the instant or before it. */
  #countThrough(instant: Instant): number {
    let high = this.#starts.length;
    // Facts mostly come in their order.
    if (high === 0 || (this.#starts[high - 1] as Start).at <= instant) return high;
    let low = 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as Start).at <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
