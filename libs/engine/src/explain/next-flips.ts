import type { Catalog } from '../catalog.ts';
import type { CustomerState } from '../customer-state.ts';
import { advance } from '../decide.ts';
import type { Instant } from '../facts.ts';
import type { Node } from '../node.ts';
import type { Verdict } from '../verdict.ts';

/** Nobody plans farther ahead; and what comes back every year without ever turning anything must not be followed for ever. */
const FARTHEST_MS = 100 * 366 * 86_400_000;
const MAX_LOOKS = 10_000;

/**
 * For each node the instant after `at` at which its value really turns when nothing happens, null when it does not within a hundred
 * years. A bound only says when to look again; this looks again, and lets the memberships that nodes may refer to change on the way. So the
 * state, which has been decided up to `at`, moves on in time: it must be a copy.
 */
export function nextFlips(
  catalog: Catalog,
  state: CustomerState,
  nodes: Iterable<Node>,
  at: Instant,
): ReadonlyMap<Node, Instant | null> {
  const facts = catalog.factsOf(state);
  const flips = new Map<Node, Instant | null>();
  const open = new Map<Node, Verdict>();
  const end = at + FARTHEST_MS;
  facts.step++;
  for (const node of nodes) {
    flips.set(node, null);
    open.set(node, node.evaluate(facts, at));
  }
  for (let looks = 0; open.size > 0 && looks < MAX_LOOKS; looks++) {
    let now = catalog.segments.length > 1 ? state.dueAt : Number.POSITIVE_INFINITY;
    for (const { until } of open.values()) now = Math.min(now, until);
    if (now > end) break;
    advance(catalog, state, now);
    facts.step++;
    for (const [node, before] of open) {
      const found = node.evaluate(facts, now);
      if (found.value === before.value) open.set(node, found);
      else {
        flips.set(node, now);
        open.delete(node);
      }
    }
  }
  return flips;
}
