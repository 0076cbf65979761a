import type { CustomerFacts } from '../customer-facts.ts';
import { durationWords } from '../describe/quantity-words.ts';
import { lastFlip } from '../explain/last-flip.ts';
import type { LeafReport } from '../explain/leaf-report.ts';
import { timeWords } from '../explain/time-words.ts';
import type { Instant } from '../facts.ts';
import type { Occasion } from '../tracks/selection.ts';
import type { Tally } from '../tracks/tally.ts';
import { Track } from '../tracks/track.ts';
import type { Lens } from '../tracks/track-plan.ts';
import { intervalOf, isTimedWindow, type Window } from '../tracks/window.ts';
import type { Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { CompiledAggregate } from './aggregate.ts';
import type { Noun, OccasionView } from './occasion-view.ts';
import { isInside, newcomerCountsFrom, type Stay, staysOf } from './stays.ts';

/** A leaf that asks something of occasions, for those who ask about it. */
export interface OccasionsInquiry {
  readonly noun: Noun;
  readonly lens: Lens;
  readonly compiled: CompiledAggregate;
  readonly zoneOf: (facts: CustomerFacts) => Zone;
  /** When an occasion came to be as it is now, not before its timestamp; without this, at its timestamp. */
  readonly knownFrom?: (occasion: Occasion) => Instant;
  /** The leaf's verdict, where it says more than the aggregate's. */
  readonly judge?: (found: Verdict, facts: CustomerFacts, now: Instant) => Verdict;
}

export function reportOccasions(inquiry: OccasionsInquiry, facts: CustomerFacts, now: Instant): LeafReport {
  const { noun, lens, compiled } = inquiry;
  const zone = inquiry.zoneOf(facts);
  const stays = staysOf(lens, facts);
  const { kept, track } = trackOf(inquiry, now);
  for (const { occasion, interval } of stays) track.insert(occasion, interval);
  const from = newcomerCountsFrom(lens.window, now, zone);
  const view: OccasionView = {
    noun,
    inside: stays.filter((stay) => isInside(stay, now)),
    gone: stays.findLast(({ interval: [begin, end] }) => begin < end && end <= now) ?? null,
    now,
    zone,
    scope: from === null ? null : scopeWords(noun, lens.window, from, now, zone),
    isOpen: from === now,
    wasOpen: isInside({ interval: intervalOf(lens.window, now - 1, zone) }, now),
  };
  return { ...compiled.report(kept, view), since: sinceWhen(inquiry, stays, zone, facts, now) };
}

/** What a new one has to be besides matching, for it to count. */
function scopeWords({ one }: Noun, window: Window | null, from: Instant, now: Instant, zone: Zone): string {
  if (from > now) return `(${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one} of now counts from ${timeWords(from, zone)} on)`;
  return window?.kind === 'inLast' ? `within ${durationWords(window.length)}` : '';
}

/** A track of its own with nothing in it: those of the facts keep none that have gone out. */
function trackOf({ lens, compiled }: OccasionsInquiry, asOf: Instant): { readonly kept: Tally; readonly track: Track } {
  const kept = compiled.tally.create();
  return { kept, track: new Track(isTimedWindow(lens.window), asOf, [kept]) };
}

/** Lives the occasions through once more as they now stand, each from when it is known: that is as much of the past as the facts tell. */
function sinceWhen(
  inquiry: OccasionsInquiry,
  stays: readonly Stay[],
  zone: Zone,
  facts: CustomerFacts,
  now: Instant,
): Instant | null {
  const { compiled, knownFrom = ({ at }) => at, judge = (found) => found } = inquiry;
  const arrivals = stays.map((stay) => ({ ...stay, from: Math.min(now, knownFrom(stay.occasion)) }));
  arrivals.sort((a, b) => a.from - b.from);
  const begin = Math.min(arrivals[0]?.from ?? now, facts.profile?.createdAt ?? now) - 1;
  const { kept, track } = trackOf(inquiry, begin);
  let next = 0;
  const evaluate = (at: Instant): Verdict => {
    track.advance(at);
    for (let one = arrivals[next]; one !== undefined && one.from <= at; one = arrivals[++next])
      track.insert(one.occasion, one.interval);
    return judge(compiled.evaluate(kept, track, at, zone), facts, at);
  };
  return lastFlip(
    evaluate,
    arrivals.map(({ from }) => from),
    begin,
    now,
  );
}
