import type { CustomerFacts } from './customer-facts.ts';
import type { Instant } from './facts.ts';
import type { Leaf } from './leaves/leaf.ts';
import type { Evidence } from './transition.ts';
import { ALWAYS, constant, NEVER, negate, type Verdict, verdict } from './verdict.ts';

/** A compiled condition. */
export interface Node {
  /** Those it is made of, in the order of its condition; none of a leaf. */
  readonly of: readonly Node[];
  evaluate(facts: CustomerFacts, now: Instant): Verdict;
  /** The leaves that decided the value, each once. */
  explain(facts: CustomerFacts, now: Instant): readonly Evidence[];
}

/**
 * A leaf that several segments may share: found once per customer and step.
 * The last verdict is kept with the leaf, as deciding about one customer is never interrupted by another.
 */
export class SharedLeaf implements Node {
  readonly of: readonly Node[] = [];
  readonly leaf: Leaf;
  #facts: CustomerFacts | null = null;
  #step = 0;
  #verdict: Verdict = NEVER;

  constructor(leaf: Leaf) {
    this.leaf = leaf;
  }

  evaluate(facts: CustomerFacts, now: Instant): Verdict {
    if (this.#facts === facts && this.#step === facts.step) return this.#verdict;
    this.#facts = facts;
    this.#step = facts.step;
    return (this.#verdict = this.leaf.evaluate(facts, now));
  }

  explain(facts: CustomerFacts, now: Instant): readonly Evidence[] {
    return [this.leaf.explain(facts, now)];
  }
}

/** If any is false, the latest bound among the false ones; else the earliest of all. */
export function allNode(nodes: readonly Node[]): Node {
  return {
    of: nodes,
    evaluate: (facts, now) => {
      let earliest = ALWAYS;
      let latestFalse: Verdict | undefined;
      for (const node of nodes) {
        const found = node.evaluate(facts, now);
        if (found.value) {
          if (found.until < earliest.until) earliest = found;
        } else {
          if (found.until === Number.POSITIVE_INFINITY) return NEVER;
          if (latestFalse === undefined || found.until > latestFalse.until) latestFalse = found;
        }
      }
      return latestFalse ?? earliest;
    },
    explain: (facts, now) => explainAll(nodes, facts, now),
  };
}

/** Of a conjunction: all that hold when it holds, else those that do not. */
function explainAll(nodes: readonly Node[], facts: CustomerFacts, now: Instant): readonly Evidence[] {
  const failing = nodes.filter((node) => !node.evaluate(facts, now).value);
  return (failing.length === 0 ? nodes : failing).flatMap((node) => node.explain(facts, now));
}

export function notNode(node: Node): Node {
  return {
    of: [node],
    evaluate: (facts, now) => negate(node.evaluate(facts, now)),
    explain: (facts, now) => node.explain(facts, now),
  };
}

/** The dual of `all`. */
export function anyNode(nodes: readonly Node[]): Node {
  return {
    of: nodes,
    evaluate: (facts, now) => {
      let earliest = NEVER;
      let latestTrue: Verdict | undefined;
      for (const node of nodes) {
        const found = node.evaluate(facts, now);
        if (!found.value) {
          if (found.until < earliest.until) earliest = found;
        } else {
          if (found.until === Number.POSITIVE_INFINITY) return ALWAYS;
          if (latestTrue === undefined || found.until > latestTrue.until) latestTrue = found;
        }
      }
      return latestTrue ?? earliest;
    },
    explain: (facts, now) => explainSome(1, nodes, facts, now),
  };
}

/** When k hold, those that hold; else those that do not. */
function explainSome(k: number, nodes: readonly Node[], facts: CustomerFacts, now: Instant): readonly Evidence[] {
  const holding = nodes.filter((node) => node.evaluate(facts, now).value);
  const deciding = holding.length >= k ? holding : nodes.filter((node) => !node.evaluate(facts, now).value);
  return deciding.flatMap((node) => node.explain(facts, now));
}

/** Changes when so many of those on the deciding side have changed that the others have k, or no longer have it. */
export function atLeastNode(k: number, nodes: readonly Node[]): Node {
  return {
    of: nodes,
    evaluate: (facts, now) => {
      const found = nodes.map((node) => node.evaluate(facts, now));
      const holding = found.filter(({ value }) => value).length;
      const value = holding >= k;
      const needed = value ? holding - k + 1 : k - holding;
      const bounds = found.filter((each) => each.value === value).map(({ until }) => until);
      const until = bounds.sort((a, b) => a - b)[needed - 1];
      return until === undefined ? constant(value) : verdict(value, until);
    },
    explain: (facts, now) => explainSome(k, nodes, facts, now),
  };
}

/** The leaves that a node is made of, perhaps repeatedly. */
export function* leavesOf(node: Node): Generator<Leaf> {
  if (node instanceof SharedLeaf) yield node.leaf;
  for (const part of node.of) yield* leavesOf(part);
}
