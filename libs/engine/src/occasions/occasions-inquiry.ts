import type { CustomerFacts } from '../customer-facts.ts';
import { durationWords } from '../describe/quantity-words.ts';
import { lastFlip } from '../explain/last-flip.ts';
import type { LeafReport } from '../explain/leaf-report.ts';
import { timeWords } from '../explain/time-words.ts';
import type { Instant } from '../facts.ts';
import type { Tally } from '../tracks/tally.ts';
import { Track } from '../tracks/track.ts';
import type { Lens } from '../tracks/track-plan.ts';
import { intervalOf, isTimedWindow, type Window } from '../tracks/window.ts';
import type { Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { CompiledOccasions } from './occasion-aggregate.ts';
import type { Noun, OccasionView } from './occasion-view.ts';
import { isInside, newcomerCountsFrom, type Stay, staysOf } from './stays.ts';

/** A leaf that asks something of occasions, for those who ask about it. */
export interface OccasionsInquiry {
  readonly noun: Noun;
  readonly lens: Lens;
  readonly compiled: CompiledOccasions;
  readonly zoneOf: (facts: CustomerFacts) => Zone;
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

/** Lives the occasions through once more, each known from its own instant on. */
function sinceWhen(
  inquiry: OccasionsInquiry,
  stays: readonly Stay[],
  zone: Zone,
  facts: CustomerFacts,
  now: Instant,
): Instant | null {
  const arrivals = stays.map(({ occasion: { at } }) => Math.min(at, now));
  const begin = Math.min(arrivals[0] ?? now, facts.profile?.createdAt ?? now) - 1;
  const { kept, track } = trackOf(inquiry, begin);
  let next = 0;
  const evaluate = (at: Instant): Verdict => {
    track.advance(at);
    for (; next < stays.length && (arrivals[next] as Instant) <= at; next++) {
      const { occasion, interval } = stays[next] as Stay;
      track.insert(occasion, interval);
    }
    return inquiry.compiled.evaluate(kept, track, at, zone);
  };
  return lastFlip(evaluate, arrivals, begin, now);
}
