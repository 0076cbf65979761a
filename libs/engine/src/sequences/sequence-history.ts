import type { CustomerFacts } from '../customer-facts.ts';
import { lastFlip } from '../explain/last-flip.ts';
import type { Instant } from '../facts.ts';
import { lastStep, type Match } from '../orders/selection.ts';
import { asksForStatus } from '../orders/where.ts';
import type { Occasion } from '../tracks/selection.ts';
import type { Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import { Answers } from './answers.ts';
import { anyCounts } from './coverage.ts';
import type { SequenceSpec } from './sequence-spec.ts';
import type { Side } from './side.ts';
import { Starts } from './starts.ts';

/** Lives what happened through once more, each known from its own instant on, orders whose status is asked for from their last step on. */
export function sinceWhen(
  spec: SequenceSpec,
  [first, then]: readonly [readonly Occasion[], readonly Occasion[]],
  facts: CustomerFacts,
  zone: Zone,
  now: Instant,
): Instant | null {
  const [starts, answers] = [new Starts(spec), new Answers()];
  const coming = [
    ...first.map((occasion) => ({ occasion, into: starts, at: knownFrom(spec.first, occasion, now) })),
    ...then.map((occasion) => ({ occasion, into: answers, at: knownFrom(spec.answer, occasion, now) })),
  ].sort((a, b) => a.at - b.at);
  const begin = Math.min(coming[0]?.at ?? now, facts.profile?.createdAt ?? now) - 1;
  let next = 0;
  const evaluate = (at: Instant): Verdict => {
    for (let one = coming[next]; one !== undefined && one.at <= at; one = coming[++next]) one.into.add(one.occasion);
    starts.settle(answers, zone, at);
    return anyCounts(starts, at);
  };
  return lastFlip(
    evaluate,
    coming.map(({ at }) => at),
    begin,
    now,
  );
}

function knownFrom(side: Side, occasion: Occasion, now: Instant): Instant {
  const { at } = occasion;
  const isStep = side.kind === 'orders' && asksForStatus(side.where);
  return Math.min(now, isStep ? lastStep(occasion as Match) : at);
}
