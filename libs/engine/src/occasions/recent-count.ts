import type { Instant } from '../facts.ts';
import { type LeafContext, zoneFor } from '../leaves/leaf.ts';
import { countInside, countThrough, nthLatestExit } from '../tracks/recency.ts';
import type { SelectionRequest } from '../tracks/selection.ts';
import { instants, type SortedNumbers } from '../tracks/sorted-numbers.ts';
import { keepTally } from '../tracks/track-plan.ts';
import type { Watch } from '../tracks/watch.ts';
import type { Window } from '../tracks/window.ts';
import type { Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { Answer, ByCount } from './aggregate.ts';

/**
 * How many there were in the last so long: with the instants in their order at hand, nothing has to be kept of the window. Of n or more
 * inside, the n-th latest to go out tells, and when it does.
 */
export function recentCount(
  byCount: ByCount,
  request: SelectionRequest,
  window: Extract<Window, { kind: 'inLast' }>,
  context: LeafContext,
): Answer {
  const plan = context.plan(request, null);
  const slot = keepTally(plan, instants);
  const zoneOf = zoneFor(context);
  const { length } = window;
  return {
    lens: { selection: plan.selection, window, zone: context.zone },
    watches: byCount.flips.map((nth): Watch => ({ kind: 'recency', slot, nth, length })),
    evaluate: (facts, now) => {
      const { values } = facts.track(plan, now).tallies[slot] as SortedNumbers;
      return decide(byCount, values, window, zoneOf(facts), now);
    },
    actual: (facts, now) => {
      const { values } = facts.track(plan, now).tallies[slot] as SortedNumbers;
      return byCount.actual(countInside(values, countThrough(values, now), length, zoneOf(facts), now));
    },
  };
}

/** Those that are yet to come are looked at when they do. */
function decide(
  { flips, startsWith }: ByCount,
  values: readonly Instant[],
  { length }: Extract<Window, { kind: 'inLast' }>,
  zone: Zone,
  now: Instant,
): Verdict {
  const present = countThrough(values, now);
  const coming = values[present] ?? Number.POSITIVE_INFINITY;
  let passed = flips.length;
  let exit = Number.POSITIVE_INFINITY;
  while (passed > 0) {
    exit = nthLatestExit(values, present, flips[passed - 1] as number, length, zone);
    if (exit > now) break;
    passed--;
  }
  const until = passed === 0 ? coming : Math.min(exit, coming);
  return { value: startsWith === (passed % 2 === 0), until };
}
