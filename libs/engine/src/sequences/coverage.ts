import type { Instant } from '../facts.ts';
import type { Track } from '../tracks/track.ts';
import { type Verdict, verdict } from '../verdict.ts';
import type { Start, Starts } from './starts.ts';

/** A stretch of more starts that take over from each other is looked at again when so many have. */
const mostLooks = 64;

/** Whether any start counts now, and until when that stays so: without a gap for as long as one comes in before the last goes out. */
export function anyCounts({ count, counting }: Starts, now: Instant): Verdict {
  if (count === 0) return verdict(false, counting.coming.instantAt(0));
  return verdict(true, counting.isTimed ? coveredUntil(counting, now) : Number.POSITIVE_INFINITY);
}

function coveredUntil(track: Track, now: Instant): Instant {
  const { leaving, coming } = track;
  if (leaving.instantAt(0) === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  let end = lastExit(track, now);
  if (end === undefined) return track.nextChange;
  for (let entry = 0; entry < mostLooks && coming.instantAt(entry) <= end; entry++) {
    const [, to] = (coming.occasionAt(entry) as Start).counts ?? [0, 0];
    end = Math.max(end, to);
  }
  return end;
}

/** Of those inside now; undefined where too many that have yet to come go out after it. */
function lastExit({ leaving }: Track, now: Instant): Instant | undefined {
  for (let looks = 1; looks <= Math.min(mostLooks, leaving.length); looks++) {
    const index = leaving.length - looks;
    const [from] = (leaving.occasionAt(index) as Start).counts ?? [now];
    if (from <= now) return leaving.instantAt(index);
  }
  return undefined;
}
