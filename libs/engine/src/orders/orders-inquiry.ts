import type { CustomerFacts } from '../customer-facts.ts';
import type { Lens } from '../tracks/track-plan.ts';
import { durationWords } from '../describe/quantity-words.ts';
import { lastFlip } from '../explain/last-flip.ts';
import type { LeafReport } from '../explain/leaf-report.ts';
import { timeWords } from '../explain/time-words.ts';
import type { Instant, Order } from '../facts.ts';
import type { Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { CompiledAggregate } from './aggregate.ts';
import type { OrderView } from './order-report.ts';
import type { Match } from './selection.ts';
import { isInside, newcomerCountsFrom, type Stay, staysOf } from './stays.ts';
import type { Tally } from '../tracks/tally.ts';
import { Track } from '../tracks/track.ts';
import { intervalOf, isTimedWindow, type Window } from '../tracks/window.ts';

/** A leaf that asks something of orders, for those who ask about it. */
export interface OrdersInquiry {
  readonly lens: Lens;
  readonly compiled: CompiledAggregate;
  /** Of the amounts that are reckoned; null when none are. */
  readonly currency: string | null;
  /** Whether the status is asked for, which an order has only since its last step. */
  readonly asksForStatus: boolean;
  readonly zoneOf: (facts: CustomerFacts) => Zone;
  /** The leaf's verdict, from a track that is as of now. */
  readonly judge: (track: Track, kept: Tally, facts: CustomerFacts, now: Instant) => Verdict;
}

export function reportOrders(inquiry: OrdersInquiry, facts: CustomerFacts, now: Instant): LeafReport {
  const { lens, compiled, currency } = inquiry;
  const zone = inquiry.zoneOf(facts);
  const stays = staysOf(lens, facts);
  const { kept, track } = trackOf(inquiry, now);
  for (const { match, interval } of stays) track.insert(match, interval);
  const from = newcomerCountsFrom(lens.window, now, zone);
  const view: OrderView = {
    inside: stays.filter((stay) => isInside(stay, now)),
    gone: stays.findLast(({ interval: [begin, end] }) => begin < end && end <= now) ?? null,
    now,
    zone,
    currency,
    scope: from === null ? null : scopeWords(lens.window, from, now, zone),
    isOpen: from === now,
    wasOpen: isInside({ interval: intervalOf(lens.window, now - 1, zone) }, now),
  };
  const report = compiled.report(kept, view);
  return { ...report, since: sinceWhen(inquiry, stays, facts, now) };
}

/** What a new order has to be besides matching, for it to count. */
function scopeWords(window: Window | null, from: Instant, now: Instant, zone: Zone): string {
  if (from > now) return `(an order of now counts from ${timeWords(from, zone)} on)`;
  return window?.kind === 'inLast' ? `within ${durationWords(window.length)}` : '';
}

/** A track of its own with nothing in it: those of the facts keep no orders that have gone out. */
function trackOf({ lens, compiled }: OrdersInquiry, asOf: Instant): { readonly kept: Tally; readonly track: Track } {
  const kept = compiled.tally.create();
  return { kept, track: new Track(isTimedWindow(lens.window), asOf, [kept]) };
}

/**
 * Lives the customer's orders through once more, each from the timestamp that counts on, or from its last step on where the status is
 * asked for: that is as much of the past as the facts tell.
 */
function sinceWhen(inquiry: OrdersInquiry, stays: readonly Stay[], facts: CustomerFacts, now: Instant): Instant | null {
  const knownFrom = ({ at, order }: Match): Instant => Math.min(now, inquiry.asksForStatus ? lastStep(order, at) : at);
  const coming = stays.map((stay) => ({ ...stay, from: knownFrom(stay.match) })).sort((a, b) => a.from - b.from);
  const begin = Math.min(coming[0]?.from ?? now, facts.profile?.createdAt ?? now) - 1;
  const { kept, track } = trackOf(inquiry, begin);
  let next = 0;
  const evaluate = (at: Instant): Verdict => {
    track.advance(at);
    for (; next < coming.length && (coming[next] as (typeof coming)[number]).from <= at; next++) {
      const { match, interval } = coming[next] as Stay;
      track.insert(match, interval);
    }
    return inquiry.judge(track, kept, facts, at);
  };
  return lastFlip(
    evaluate,
    coming.map(({ from }) => from),
    begin,
    now,
  );
}

/** The last thing that is known to have happened to an order: its status may have been another one before. */
export function lastStep({ createdAt, paidAt, completedAt, cancelledAt }: Order, at: Instant): Instant {
  return Math.max(at, createdAt, paidAt ?? at, completedAt ?? at, cancelledAt ?? at);
}
