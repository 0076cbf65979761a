import type { AccountSettings } from '../account.ts';
import type { Catalog, CompiledSegment } from '../catalog.ts';
import type { Condition } from '../condition.ts';
import type { CustomerFacts } from '../customer-facts.ts';
import { copyState, type CustomerState, isBlank, isMember } from '../customer-state.ts';
import { advance } from '../decide.ts';
import { leafWords } from '../describe/kinds.ts';
import type { Setting } from '../describe/setting.ts';
import type { Instant } from '../facts.ts';
import { type Node, type SharedLeaf } from '../node.ts';
import type { ExplainedNode, Explanation, Missing } from './explanation.ts';
import { missingFor } from './missing.ts';
import { nextFlips } from './next-flips.ts';
import { partOfCatalog } from './part-of-catalog.ts';

/**
 * Why the customer is in the segment or is not, since when, until when if nothing happens, and what is missing to enter.
 *
 * The state stays as it is. It must not have been decided for an instant after `at`: the engine keeps facts as they are now, not as
 * they were. Throws WEIR_SEGMENT_UNKNOWN and WEIR_EXPLAIN_PAST. Texts of the profile that the segment looks at stand in the
 * explanation: it is for whoever may see the customer, and no part of any event.
 */
export function explainSegment(catalog: Catalog, state: CustomerState, segmentId: string, at: Instant): Explanation {
  const segment = catalog.segments.find(({ id }) => id === segmentId);
  if (segment === undefined) throw new Error(`WEIR_SEGMENT_UNKNOWN: there is no segment ${segmentId}`);
  refusePast(state, at);
  const part = partOfCatalog(catalog, segment);
  const copy = copyState(state, part.segments);
  advance(part, copy, at);
  const facts = part.factsOf(copy);
  facts.step++;
  const membership = copy.memberships.get(segmentId);
  const isIn = isMember(membership);
  const found = new Explainer(part, facts, at).explain(segment.when, segment.root);
  const flips = nextFlips(part, copy, new Set(nodesOf(segment.root)), at);
  const tree = withFlips(found, segment.root, flips);
  const isKnown = !isBlank(state);
  const once = segment.static;
  const isFixed = once !== null && (once.asOf === null || once.asOf <= at);
  const until = !isKnown || isFixed ? null : once === null ? tree.until : foreseenTurn(once.asOf, part, state, segment);
  return {
    customerId: state.customerId,
    segment: { id: segmentId, name: segment.name, version: segment.version },
    at,
    timeZone: (segment.zone ?? facts.ownZone).id,
    isKnown,
    isMember: isIn,
    isFixed,
    since: membership?.since ?? null,
    until,
    unless: until === null ? null : missingAt(until, part, state, segment),
    tree: { ...tree, since: membership?.since ?? null },
    missing: isIn || isFixed ? null : missingFor(tree, true),
  };
}

/** Of a static segment that has yet to be decided: when it will be, if the customer gets in by it. */
function foreseenTurn(
  asOf: Instant | null,
  part: Catalog,
  state: CustomerState,
  { id }: CompiledSegment,
): Instant | null {
  if (asOf === null) return null;
  const copy = copyState(state);
  advance(part, copy, asOf);
  return isMember(copy.memberships.get(id)) ? asOf : null;
}

function refusePast({ customerId, memberships }: CustomerState, at: Instant): void {
  for (const { segmentId, since } of memberships.values()) {
    if (since <= at) continue;
    const words = `${segmentId} of ${customerId} changed at ${since}, after ${at}`;
    throw new Error(`WEIR_EXPLAIN_PAST: ${words}; ask of then or later, or of a state from before`);
  }
}

/** Reads the tree off at one instant; when each part turns is found afterwards, as that moves time on. */
class Explainer {
  readonly #facts: CustomerFacts;
  readonly #at: Instant;
  readonly #setting: Setting;

  constructor({ account, segments }: Catalog, facts: CustomerFacts, at: Instant) {
    this.#facts = facts;
    this.#at = at;
    this.#setting = settingOf(account, segments);
  }

  explain(condition: Condition, node: Node): ExplainedNode {
    const { value } = node.evaluate(this.#facts, this.#at);
    if (condition.kind === 'leaf') return this.#explainLeaf(condition, node as SharedLeaf, value);
    const conditions = condition.kind === 'not' ? [condition.of] : condition.of;
    const of = conditions.map((child, index) => this.explain(child, node.of[index] as Node));
    const k = condition.kind === 'atLeast' ? condition.k : condition.kind === 'all' ? of.length : 1;
    return { kind: condition.kind, value, since: sinceOf(condition.kind, value, of), until: null, k, of };
  }

  #explainLeaf(condition: Extract<Condition, { kind: 'leaf' }>, { leaf }: SharedLeaf, value: boolean): ExplainedNode {
    const { yes, no } = leafWords(condition, this.#setting);
    const { since, found, decidedBy, remedies } = leaf.report(this.#facts, this.#at);
    return {
      kind: 'leaf',
      path: condition.path,
      condition: yes,
      opposite: no,
      value,
      found,
      since,
      until: null,
      evidence: leaf.explain(this.#facts, this.#at),
      decidedBy,
      remedies,
      isFixed: leaf.isFixed === true,
    };
  }
}

/** Zones and what is left out of account are told once, above. */
function settingOf(account: AccountSettings, segments: readonly CompiledSegment[]): Setting {
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  return {
    account,
    nameOf: (id) => names.get(id) ?? id,
    note: () => '',
    leavesOutCancelled: () => undefined,
  };
}

/** What has held all along is no later than the last of its parts; for the rest one would have to know what they were before. */
function sinceOf(
  kind: 'all' | 'any' | 'not' | 'atLeast',
  value: boolean,
  of: readonly ExplainedNode[],
): Instant | null {
  const [only] = of;
  if (only !== undefined && of.length === 1) return only.since;
  if ((kind === 'all') !== value || kind === 'atLeast') return null;
  const known = of.flatMap(({ since }) => since ?? []);
  return known.length === of.length ? Math.max(...known) : null;
}

function* nodesOf(node: Node): Iterable<Node> {
  yield node;
  for (const child of node.of) yield* nodesOf(child);
}

function withFlips(found: ExplainedNode, node: Node, flips: ReadonlyMap<Node, Instant | null>): ExplainedNode {
  const until = flips.get(node) ?? null;
  if (found.kind === 'leaf') return { ...found, until };
  return { ...found, until, of: found.of.map((child, index) => withFlips(child, node.of[index] as Node, flips)) };
}

/** What would have to be otherwise at the instant at which the value turns, for it not to. */
function missingAt(
  until: Instant,
  part: Catalog,
  state: CustomerState,
  { when, root }: CompiledSegment,
): Missing | null {
  const copy = copyState(state);
  advance(part, copy, until);
  const facts = part.factsOf(copy);
  facts.step++;
  const turned = new Explainer(part, facts, until).explain(when, root);
  return missingFor(turned, !turned.value);
}
