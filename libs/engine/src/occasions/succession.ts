import type { Instant } from '../facts.ts';
import type { Track } from '../tracks/track.ts';
import { intervalOf, type Window } from '../tracks/window.ts';
import { type Verdict, verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';

/** What is asked of the instant in question, null without any. */
export type Decide = (instant: Instant | null, now: Instant, zone: Zone) => Verdict;

/** Of instants that are looked at in one evaluation; then it is asked again. */
const mostLooks = 32;

/**
 * What a test says of the first of the ascending instants inside a window, or of the last, followed to whichever takes its place when it goes
 * out, until that turns the value or another comes in. The track is as of now.
 */
export function followEnd(
  which: 'first' | 'last',
  values: readonly Instant[],
  { track, window, zone }: { readonly track: Track; readonly window: Window | null; readonly zone: Zone },
  decide: Decide,
  now: Instant,
): Verdict {
  const { coming, leaving } = track;
  const entry = coming.instantAt(0);
  const exitOf = (instant: Instant): Instant => intervalOf(window, instant, zone)[1];
  const step = which === 'first' ? 1 : -1;
  let index = which === 'first' ? 0 : values.length - 1;
  let found = decide(values[index] ?? null, now, zone);
  const { value } = found;
  let at = now;
  for (let looks = 0; looks < mostLooks; looks++) {
    const instant = values[index];
    const exit = instant === undefined ? Number.POSITIVE_INFINITY : exitOf(instant);
    if (exit > at) {
      const end = Math.min(exit, entry);
      if (found.until < end || end === entry) return verdict(value, Math.min(found.until, end));
      at = end;
    }
    // With the latest exit of all there are none left, which looking at each would take long to find.
    index = at >= leaving.instantAt(leaving.length - 1) ? -1 : index + step;
    const next = values[index];
    if (next !== undefined && exitOf(next) <= at) continue;
    found = decide(next ?? null, at, zone);
    if (found.value !== value) break;
  }
  return verdict(value, at);
}
