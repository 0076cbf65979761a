import type { CustomerFacts } from './customer-facts.ts';
import { isMember } from './customer-state.ts';
import type { Instant } from './facts.ts';
import type { Node } from './node.ts';
import type { Evidence } from './transition.ts';
import { constant, type Verdict, verdict } from './verdict.ts';

/**
 * The membership in a static segment: decided once for each customer and definition, and fixed from then on. That is when the definition
 * is adopted for the customer, with the clock at `asOf`, or at `asOf` itself while it lies ahead. Who is first heard of later is out.
 */
export class StaticMembership {
  /** Null: the instant of the adoption. */
  readonly asOf: Instant | null;
  readonly #segmentId: string;
  readonly #root: Node;

  constructor(segmentId: string, root: Node, asOf: Instant | null) {
    this.#segmentId = segmentId;
    this.#root = root;
    this.asOf = asOf;
  }

  /** In the step in which the definition is adopted for a customer who is known already. */
  adopt(facts: CustomerFacts, now: Instant): Verdict {
    const { asOf } = this;
    if (asOf !== null && asOf >= now) return this.evaluate(facts, now);
    const { value } = at(facts, () => this.#root.evaluate(facts, asOf ?? now));
    return constant(value);
  }

  /** In every other step. What happens at the very instant counts, all of it. */
  evaluate(facts: CustomerFacts, now: Instant): Verdict {
    const { asOf } = this;
    if (asOf === null || now > asOf) return constant(isMember(facts.state.memberships.get(this.#segmentId)));
    return now < asOf ? verdict(false, asOf) : constant(this.#root.evaluate(facts, now).value);
  }

  /** Of a change at `now`. */
  explain(facts: CustomerFacts, now: Instant): readonly Evidence[] {
    const { asOf } = this;
    if (asOf === null || asOf === now) return this.#root.explain(facts, now);
    if (asOf < now) return at(facts, () => this.#root.explain(facts, asOf));
    return [{ condition: 'static', actual: 'to be decided', threshold: `as of ${new Date(asOf).toISOString()}` }];
  }
}

/** What has been found in this step is of another instant, and what is found now is as well. */
function at<Found>(facts: CustomerFacts, find: () => Found): Found {
  facts.step++;
  const found = find();
  facts.step++;
  return found;
}
