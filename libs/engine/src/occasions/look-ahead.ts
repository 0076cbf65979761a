import type { Tally } from '../tracks/tally.ts';
import type { Track } from '../tracks/track.ts';
import { constant, type Verdict, verdict } from '../verdict.ts';

/** A tally that can be copied, to look ahead with. */
export interface Foreseeable<Self> extends Tally {
  copy(): Self;
}

/**
 * Whether the total inside the window passes the test, and the instant at which that changes: found by walking the coming entries
 * and exits in order until it does, but no more of them than is worth its while: what is asked may be a customer of many orders.
 */
export function decideByWalk<Total extends Foreseeable<Total>>(
  total: Total,
  track: Track,
  holds: (total: Total) => boolean,
): Verdict {
  const value = holds(total);
  if (!track.isTimed) return constant(value);
  const ahead = total.copy();
  let looks = 0;
  const { leaving, coming } = track;
  for (let exit = 0, entry = 0; exit < leaving.length;) {
    const next = Math.min(leaving.instantAt(exit), coming.instantAt(entry));
    for (; entry < coming.length && coming.instantAt(entry) === next; entry++) ahead.add(coming.occasionAt(entry));
    for (; exit < leaving.length && leaving.instantAt(exit) === next; exit++) ahead.remove(leaving.occasionAt(exit));
    if (holds(ahead) !== value || ++looks === mostLooks) return verdict(value, next);
  }
  return constant(value);
}

/** Of a walk: then it says that all stays as it is at least up to there, and goes on when that time has come. */
const mostLooks = 64;

/** The same of the number of occasions. With none to come it can only go down, so the exit that matters is known by its number. */
export function decideByCount(
  holds: (count: number) => boolean,
): <Total extends Foreseeable<Total> & { readonly count: number }>(total: Total, track: Track) => Verdict {
  const flips = new FlipsBelow(holds);
  return (total, track) => {
    const value = holds(total.count);
    if (!track.isTimed) return constant(value);
    if (track.coming.length > 0) return decideByWalk(total, track, ({ count }) => holds(count));
    const { leaving } = track;
    for (let left = total.count; ;) {
      const flip = flips.below(left);
      if (flip === undefined) return constant(value);
      const until = leaving.instantAt(leaving.length - flip - 1);
      left = flip;
      while (left > 0 && leaving.instantAt(leaving.length - left) === until) left--;
      if (holds(left) !== value) return verdict(value, until);
    }
  };
}

/** For a count, the greatest smaller one of which the test says something else. */
export class FlipsBelow {
  readonly #holds: (count: number) => boolean;
  readonly #flips: (number | undefined)[] = [undefined];

  constructor(holds: (count: number) => boolean) {
    this.#holds = holds;
  }

  below(count: number): number | undefined {
    for (let n = this.#flips.length; n <= count; n++)
      this.#flips.push(this.#holds(n) === this.#holds(n - 1) ? this.#flips[n - 1] : n - 1);
    return this.#flips[count];
  }
}
