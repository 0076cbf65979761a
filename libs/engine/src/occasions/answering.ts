import { type LeafContext, zoneFor } from '../leaves/leaf.ts';
import type { SelectionRequest } from '../tracks/selection.ts';
import type { Tally } from '../tracks/tally.ts';
import { keepTally } from '../tracks/track-plan.ts';
import type { Window } from '../tracks/window.ts';
import type { Answer, CompiledAggregate } from './aggregate.ts';
import { recentCount } from './recent-count.ts';

/** How many there were in the last so long is found from all of them in their order; all else from what is kept of those in the window. */
export function answering(
  compiled: CompiledAggregate,
  request: SelectionRequest,
  window: Window | null,
  context: LeafContext,
): Answer {
  if (window?.kind === 'inLast' && compiled.byCount !== undefined)
    return recentCount(compiled.byCount, request, window, context);
  const plan = context.plan(request, window);
  const slot = keepTally(plan, compiled.tally);
  const zoneOf = zoneFor(context);
  return {
    lens: plan,
    watches: window === null || window.kind === 'inLast' ? compiled.watches?.(slot, context.zone) : undefined,
    evaluate: (facts, now) => {
      const track = facts.track(plan, now);
      return compiled.evaluate(track.tallies[slot] as Tally, track, now, zoneOf(facts));
    },
    actual: (facts, now) => compiled.actual(facts.track(plan, now).tallies[slot] as Tally, now, zoneOf(facts)),
  };
}
