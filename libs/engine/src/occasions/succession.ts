import type { Instant } from '../facts.ts';
import type { Agenda } from '../tracks/agenda.ts';
import type { Track } from '../tracks/track.ts';
import { intervalOf, type Window } from '../tracks/window.ts';
import { type Verdict, verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';

/** Which of those inside a window: the last one, or one by its number, of which 1 is the first. */
export type Which = 'last' | number;

export function pick(which: Which, values: readonly Instant[]): Instant | null {
  return (which === 'last' ? values.at(-1) : values[which - 1]) ?? null;
}

/** What is asked of the instant in question, null without any. */
export type Decide = (instant: Instant | null, now: Instant, zone: Zone) => Verdict;

/** Of those that go out, in one evaluation; then it is asked again. */
const mostLooks = 32;

/**
 * What a test says of one of the ascending instants inside a window, followed to whichever takes its place when some go out, until that
 * turns the value or another comes in. The track is as of now.
 */
export function follow(
  which: Which,
  values: readonly Instant[],
  { track, window, zone }: { readonly track: Track; readonly window: Window | null; readonly zone: Zone },
  decide: Decide,
  now: Instant,
): Verdict {
  let found = decide(pick(which, values), now, zone);
  if (!track.isTimed) return found;
  const { leaving } = track;
  const entry = track.coming.instantAt(0);
  const exitOf = (instant: Instant): Instant => intervalOf(window, instant, zone)[1];
  const place = which === 'last' ? new LastPlace(values, exitOf) : new NthPlace(which, values, leaving);
  const { value } = found;
  let at = now;
  for (let looks = 0; looks < mostLooks; looks++) {
    const until = place.until;
    if (until > at) {
      const end = Math.min(until, entry);
      if (found.until < end || end === entry) return verdict(value, Math.min(found.until, end));
      at = end;
    }
    // With the latest exit of all there are none left, which looking at each would take long to find.
    if (at >= leaving.instantAt(leaving.length - 1)) place.clear();
    else place.passOn();
    if (place.until <= at) continue;
    found = decide(place.holder, at, zone);
    if (found.value !== value) break;
  }
  return verdict(value, at);
}

/** Who is in question, and who takes its place. */
interface Place {
  /** Null when there is none. */
  readonly holder: Instant | null;
  /** When another may take its place, or some have gone out of those before: not later than now where it has passed on to one that is not inside any more. */
  readonly until: Instant;
  passOn(): void;
  clear(): void;
}

class LastPlace implements Place {
  readonly #values: readonly Instant[];
  readonly #exitOf: (instant: Instant) => Instant;
  #index: number;

  constructor(values: readonly Instant[], exitOf: (instant: Instant) => Instant) {
    this.#values = values;
    this.#exitOf = exitOf;
    this.#index = values.length - 1;
  }

  get holder(): Instant | null {
    return this.#values[this.#index] ?? null;
  }

  get until(): Instant {
    return this.holder === null ? Number.POSITIVE_INFINITY : this.#exitOf(this.holder);
  }

  passOn(): void {
    this.#index--;
  }

  clear(): void {
    this.#index = -1;
  }
}

/** Whenever one of those up to it goes out, the next one is the n-th. */
class NthPlace implements Place {
  readonly #n: number;
  readonly #leaving: Agenda;
  /** The first of those inside: as many as are looked at. */
  readonly #left: Instant[];
  #gone = 0;

  constructor(n: number, values: readonly Instant[], leaving: Agenda) {
    this.#n = n;
    this.#leaving = leaving;
    this.#left = values.slice(0, n + mostLooks);
  }

  get holder(): Instant | null {
    return this.#left[this.#n - 1] ?? null;
  }

  get until(): Instant {
    return this.holder === null ? Number.POSITIVE_INFINITY : this.#leaving.instantAt(this.#gone);
  }

  passOn(): void {
    const index = this.#left.indexOf(this.#leaving.occasionAt(this.#gone++).at);
    if (index >= 0) this.#left.splice(index, 1);
  }

  clear(): void {
    this.#left.length = 0;
  }
}
