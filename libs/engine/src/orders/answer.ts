import type { CustomerFacts } from '../customer-facts.ts';
import type { Instant } from '../facts.ts';
import type { Lens } from '../tracks/track-plan.ts';
import type { Watch } from '../tracks/watch.ts';
import type { Verdict } from '../verdict.ts';

/** How the question of an aggregate is answered from what is kept of a customer. */
export interface Answer {
  /** What the question looks at, for those who look at each occasion themselves. */
  readonly lens: Lens;
  readonly watches: readonly Watch[] | undefined;
  evaluate(facts: CustomerFacts, now: Instant): Verdict;
  /** What was found, for evidence. */
  actual(facts: CustomerFacts, now: Instant): string;
}
