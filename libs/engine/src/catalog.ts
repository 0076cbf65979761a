import type { AccountSettings } from './account.ts';
import { checkSegments } from './check-segments.ts';
import type { Condition } from './condition.ts';
import { CustomerFacts, type FactsLayout } from './customer-facts.ts';
import type { TrackPlan } from './tracks/track-plan.ts';
import type { CustomerState } from './customer-state.ts';
import { isDecidedOnce, type SegmentDefinition } from './definition.ts';
import { leafKind } from './leaves/kinds.ts';
import type { ProfileField } from './facts.ts';
import type { LeafContext } from './leaves/leaf.ts';
import { instantOf } from './literal.ts';
import { allNode, anyNode, atLeastNode, leavesOf, type Node, notNode, SharedLeaf } from './node.ts';
import type { Selection, SelectionRequest } from './tracks/selection.ts';
import { Newcomers } from './tracks/newcomers.ts';
import { SelectionIndex } from './tracks/selection-index.ts';
import type { Window } from './tracks/window.ts';
import { type CatalogProblem, orderByReference } from './references.ts';
import { StaticMembership } from './static-membership.ts';
import { findZone, type Zone } from './zone.ts';

export interface CompiledSegment {
  /** Its index among the catalog's segments. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** The revision of the catalog in which its meaning last changed; Infinity when nobody said. */
  readonly changedIn: number;
  /** The indices of the segments that it refers to. */
  readonly refersTo: readonly number[];
  /** The indices of the segments that refer to it, all after its own; complete once the catalog is compiled. */
  readonly referrers: Set<number>;
  /** Null: each customer's own. */
  readonly zone: Zone | null;
  readonly when: Condition;
  /** Made of nodes as `when` is of conditions. */
  readonly root: Node;
  /** Of a segment that is decided once; null: its root tells the membership at every instant. */
  readonly static: StaticMembership | null;
}

/** All segments of an account, compiled together: what they have in common is evaluated once. Immutable. */
export interface Catalog {
  readonly revision: number;
  readonly account: AccountSettings;
  /** Each after all that it refers to. */
  readonly segments: readonly CompiledSegment[];
  /** By its index. */
  segmentAt(index: number): CompiledSegment;
  /** The customer as these segments see it; kept for as long as the state object is. */
  factsOf(state: CustomerState): CustomerFacts;
}

export type CompiledCatalog =
  | { readonly ok: true; readonly catalog: Catalog }
  | { readonly ok: false; readonly problems: readonly CatalogProblem[] };

/**
 * Compiles definitions that `parseSegment` accepted. `changedIn` tells in which revision each definition last changed, so that a
 * customer who comes from an older catalog is re-decided silently only where it matters; without it, everywhere.
 */
export function compileCatalog(
  definitions: readonly SegmentDefinition[],
  account: AccountSettings,
  revision: number,
  changedIn: ReadonlyMap<string, number> = new Map(),
): CompiledCatalog {
  const problems = checkSegments(definitions, account);
  const zone = findZone(account.timeZone);
  if (zone === undefined || problems.length > 0) return { ok: false, problems };
  const compiler = new Compiler(account, zone);
  for (const definition of orderByReference(definitions).ordered) compiler.add(definition, changedIn);
  return { ok: true, catalog: compiler.catalog(revision) };
}

/** A leaf, and the plans that it asks for. */
interface CompiledLeaf {
  readonly leaf: SharedLeaf;
  readonly plans: readonly TrackPlan[];
}

/** For each field of the profile the indices of the segments that look at it. */
function segmentsByField(segments: readonly CompiledSegment[]): ReadonlyMap<ProfileField, ReadonlySet<number>> {
  const byField = new Map<ProfileField, Set<number>>();
  for (const { index, root } of segments) {
    for (const { fields } of leavesOf(root)) {
      for (const field of fields) {
        const known = byField.get(field);
        if (known === undefined) byField.set(field, new Set([index]));
        else known.add(index);
      }
    }
  }
  return byField;
}

function looksAtChannels({ root }: CompiledSegment): boolean {
  return [...leavesOf(root)].some((leaf) => leaf.looksAtChannels === true);
}

class Compiler {
  readonly #account: AccountSettings;
  readonly #accountZone: Zone;
  readonly #segments = new Map<string, CompiledSegment>();
  readonly #leaves = new Map<string, CompiledLeaf>();
  readonly #selections = new Map<string, Selection>();
  readonly #plans = new Map<string, TrackPlan>();

  constructor(account: AccountSettings, accountZone: Zone) {
    this.#account = account;
    this.#accountZone = accountZone;
  }

  add(definition: SegmentDefinition, changedIn: ReadonlyMap<string, number>): void {
    const { id, name, version, timeZone, when } = definition;
    const zone = timeZone === 'customer' ? null : timeZone === null ? this.#accountZone : findZone(timeZone);
    const index = this.#segments.size;
    const refersTo: number[] = [];
    const changes = [changedIn.get(id) ?? Number.POSITIVE_INFINITY];
    const context: LeafContext = {
      account: this.#account,
      zone: zone ?? null,
      plan: (request, window) => this.#plan(request, window, zone ?? null),
      refer: (referred) => {
        const target = this.#segments.get(referred) as CompiledSegment;
        changes.push(target.changedIn);
        refersTo.push(target.index);
        target.referrers.add(index);
      },
    };
    const root = this.#compile(when, context);
    const once = isDecidedOnce(definition) ? this.#decidedOnce(definition, root, zone) : null;
    // What was decided once does not change with the segments that it refers to.
    const changed = once === null ? Math.max(...changes) : (changes[0] as number);
    const standing = { index, id, name, version, changedIn: changed, refersTo, referrers: new Set<number>() };
    this.#segments.set(id, { ...standing, zone: context.zone, when, root, static: once });
  }

  /** A date goes with a zone that is one for all customers. */
  #decidedOnce({ id, asOf }: SegmentDefinition, root: Node, zone: Zone | null | undefined): StaticMembership {
    return new StaticMembership(id, root, asOf && instantOf(asOf, zone ?? this.#accountZone));
  }

  catalog(revision: number): Catalog {
    const segments = [...this.#segments.values()];
    const plans = [...this.#plans.values()];
    const layout: FactsLayout = {
      accountZone: this.#accountZone,
      plans,
      selections: {
        orders: new SelectionIndex('orders', plans),
        activities: new SelectionIndex('activities', plans),
        messages: new SelectionIndex('messages', plans),
      },
      segments: segments.length,
      byField: segmentsByField(segments),
      byChannels: segments.filter(looksAtChannels).map(({ index }) => index),
    };
    const customers = new WeakMap<CustomerState, CustomerFacts>();
    let latest: CustomerFacts | undefined;
    return {
      revision,
      account: this.#account,
      segments,
      segmentAt: (index) => segments[index] as CompiledSegment,
      factsOf: (state) => {
        if (latest?.state === state) return latest;
        latest = customers.get(state);
        if (latest === undefined) customers.set(state, (latest = new CustomerFacts(state, layout)));
        return latest;
      },
    };
  }

  #compile(condition: Condition, context: LeafContext): Node {
    switch (condition.kind) {
      case 'all':
        return allNode(condition.of.map((child) => this.#compile(child, context)));
      case 'any':
        return anyNode(condition.of.map((child) => this.#compile(child, context)));
      case 'not':
        return notNode(this.#compile(condition.of, context));
      case 'atLeast':
        return atLeastNode(
          condition.k,
          condition.of.map((child) => this.#compile(child, context)),
        );
      case 'leaf':
        return this.#leaf(condition.leaf, condition.spec, context);
    }
  }

  /** Equal specifications in one zone mean the same and are compiled once. */
  #leaf(name: string, spec: object, context: LeafContext): Node {
    const key = JSON.stringify([name, context.zone?.id ?? null, spec]);
    let compiled = this.#leaves.get(key);
    const kind = leafKind(name);
    if (compiled === undefined) {
      const plans: TrackPlan[] = [];
      const plan: LeafContext['plan'] = (...asked) => {
        const given = context.plan(...asked);
        plans.push(given);
        return given;
      };
      compiled = { leaf: new SharedLeaf(kind.compile(spec, { ...context, plan })), plans };
      this.#leaves.set(key, compiled);
    } else if (kind.refersTo !== undefined) {
      context.refer(kind.refersTo(spec));
    }
    // The segment that is being compiled is not among them yet.
    const segment = this.#segments.size;
    const { watches } = compiled.leaf.leaf;
    for (const { dependents, newcomers } of compiled.plans) {
      dependents.add(segment);
      newcomers.add(compiled.plans.length === 1 ? watches : undefined, segment);
    }
    return compiled.leaf;
  }

  #plan({ source, key, compile }: SelectionRequest, window: Window | null, zone: Zone | null): TrackPlan {
    const selectionKey = `${source} ${key}`;
    let selection = this.#selections.get(selectionKey);
    if (selection === undefined) {
      selection = { source, ...compile() };
      this.#selections.set(selectionKey, selection);
    }
    const planKey = JSON.stringify([selectionKey, window, window === null ? '' : (zone?.id ?? null)]);
    let plan = this.#plans.get(planKey);
    if (plan === undefined) {
      plan = {
        index: this.#plans.size,
        selection,
        window,
        zone: window === null ? this.#accountZone : zone,
        tallies: [],
        dependents: new Set(),
        newcomers: new Newcomers(),
      };
      this.#plans.set(planKey, plan);
    }
    return plan;
  }
}
