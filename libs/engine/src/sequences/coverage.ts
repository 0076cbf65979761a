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
  // Those with the latest exits may all have yet to come; then one inside among those with the earliest will do.
  const { length } = leaving;
  let end = lastExit(track, length, now) ?? lastExit(track, Math.min(length, mostLooks), now) ?? track.nextChange;
  for (let entry = 0; entry < mostLooks && coming.instantAt(entry) <= end; entry++) {
    const [, to] = (coming.occasionAt(entry) as Start).counts ?? [0, 0];
    end = Math.max(end, to);
  }
  return end;
}

/** The latest exit of those inside now, among so many with the earliest exits; undefined when it is not found soon. */
function lastExit({ leaving }: Track, among: number, now: Instant): Instant | undefined {
  for (let index = among - 1; index >= Math.max(0, among - mostLooks); index--) {
    const [from] = (leaving.occasionAt(index) as Start).counts ?? [now];
    if (from <= now) return leaving.instantAt(index);
  }
  return undefined;
}
