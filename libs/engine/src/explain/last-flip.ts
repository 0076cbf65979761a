import type { Instant } from '../facts.ts';
import type { Verdict } from '../verdict.ts';

/** A century is more than facts reach back, and the number bounds what a hostile one costs. */
const LONGEST_MS = 100 * 366 * 86_400_000;
const MAX_LOOKS = 10_000;

/**
 * The last instant up to `now` at which the value changed, looking at every instant in `arrivals` (ascending) and at every bound from
 * `from` on; null when it did not change since then, or too often to tell. `evaluate` is asked of instants that only grow.
 */
export function lastFlip(
  evaluate: (at: Instant) => Verdict,
  arrivals: readonly Instant[],
  from: Instant,
  now: Instant,
): Instant | null {
  let at = Math.max(from, now - LONGEST_MS);
  if (!(at < now)) return null;
  let found = evaluate(at);
  let flip: Instant | null = null;
  for (let next = 0, looks = 0; ; looks++) {
    while (next < arrivals.length && (arrivals[next] as Instant) <= at) next++;
    at = Math.min(arrivals[next] ?? Number.POSITIVE_INFINITY, found.until);
    if (at > now) return flip;
    if (looks === MAX_LOOKS) return null;
    const before = found.value;
    found = evaluate(at);
    if (found.value !== before) flip = at;
  }
}
