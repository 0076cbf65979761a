import { expect, test } from '@jest/globals';
import {
  advance,
  compileCatalog,
  createCustomerState,
  defaultStatusGroups,
  isMember,
  lintSegments,
  parseSegment,
  type SegmentDefinition,
} from '@weir/engine';
import fc from 'fast-check';
import { engineSupport } from './disagreement.ts';
import { type JsonObject } from './document.ts';
import { decideArrival } from './engine-fold.ts';
import { inOrder } from './history.ts';
import { leafArbitrary } from './random-conditions.ts';
import { resolveReferences } from './random-definitions.ts';
import { historyArbitrary } from './random-histories.ts';

const account = { timeZone: 'America/New_York', currency: 'RUB', statusGroups: { ...defaultStatusGroups } };
const start = Date.parse('2024-01-28T00:00:00Z');
const segmentCount = 360;
const isSupported = engineSupport();

/** Single conditions, pairs of them in all and any, and denials; some refer to the first of all. */
const conditions: fc.Arbitrary<JsonObject> = (() => {
  const leaf = leafArbitrary(start)
    .map((condition) => resolveReferences(condition, ['s0']) as JsonObject)
    .filter((when) => isSupported({ id: 'probe', name: 'Probe', when }));
  const pair = fc.tuple(leaf, leaf);
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: leaf.map((not): JsonObject => ({ not })) },
    { weight: 2, arbitrary: pair.map((all): JsonObject => ({ all })) },
    { weight: 1, arbitrary: pair.map((any): JsonObject => ({ any })) },
  );
})();

function definitionsOf(seed: number): SegmentDefinition[] {
  const documents = fc.sample(conditions, { seed, numRuns: segmentCount }).map((when, index) => ({
    id: `s${index}`,
    name: `S ${index}`,
    when: index === 0 ? { customer: { vip: true } } : when,
  }));
  return documents.flatMap((document) => {
    const parsed = parseSegment(document);
    return parsed.ok ? [parsed.definition] : [];
  });
}

interface Claims {
  readonly subsets: readonly (readonly [inner: string, outer: string])[];
  readonly never: readonly string[];
  readonly always: readonly string[];
}

/** What the warnings of whole segments claim of their members. */
function claimsOf(definitions: readonly SegmentDefinition[]): Claims {
  const warnings = lintSegments(definitions, account);
  const subsets = warnings.flatMap(({ rule, segmentId, message }) => {
    const other = /\b(?:in|as) (s\d+)/.exec(message)?.[1];
    if (other === undefined || (rule !== 'twin' && rule !== 'subset')) return [];
    const pair = [segmentId, other] as const;
    return rule === 'twin' ? [pair, [other, segmentId] as const] : [pair];
  });
  const wholes = new Map(definitions.map(({ id, when }) => [id, when]));
  const isOfWhole = (segmentId: string): boolean => {
    const kind = wholes.get(segmentId)?.kind;
    return kind === 'leaf' || kind === 'all';
  };
  const isSuch = (name: string) => warnings.filter(({ rule, segmentId }) => rule === name && isOfWhole(segmentId));
  return {
    subsets,
    never: isSuch('never-holds').map(({ segmentId }) => segmentId),
    // Of several conditions that must hold one always does: that says nothing of the segment.
    always: isSuch('always-holds').flatMap(({ segmentId }) =>
      wholes.get(segmentId)?.kind === 'leaf' ? [segmentId] : [],
    ),
  };
}

/** The members after each step of a history, and at each instant at which the engine asked to look again. */
function* membersAlong(definitions: readonly SegmentDefinition[], seed: number): Generator<ReadonlySet<string>> {
  const compiled = compileCatalog(definitions, account, 1);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  for (const { customerId, arrivals } of fc.sample(historyArbitrary(start), { seed, numRuns: 25 })) {
    const state = createCustomerState(customerId);
    const members = () => new Set([...state.memberships.values()].filter(isMember).map(({ segmentId }) => segmentId));
    for (const arrival of inOrder(arrivals)) {
      while (state.dueAt < arrival.at) {
        advance(compiled.catalog, state, state.dueAt);
        yield members();
      }
      if (arrival.kind !== 'definitions') decideArrival(compiled.catalog, state, arrival);
      yield members();
    }
    for (let looks = 0; looks < 60 && Number.isFinite(state.dueAt); looks += 1) {
      advance(compiled.catalog, state, state.dueAt);
      yield members();
    }
  }
}

test.each([20_170_101, 7])(
  'what lint claims is so at every step of random histories (%i)',
  (seed) => {
    const definitions = definitionsOf(seed);
    const { subsets, never, always } = claimsOf(definitions);
    expect(subsets.length).toBeGreaterThan(200);
    expect(never.length).toBeGreaterThan(0);
    const broken = new Set<string>();
    let steps = 0;
    for (const members of membersAlong(definitions, seed)) {
      steps += 1;
      for (const [inner, outer] of subsets)
        if (members.has(inner) && !members.has(outer)) broken.add(`${inner} in ${outer}`);
      for (const id of never) if (members.has(id)) broken.add(`${id} never`);
      for (const id of always) if (!members.has(id)) broken.add(`${id} always`);
    }
    const shown = [...broken].map((claim) => [
      claim,
      ...[...claim.matchAll(/s\d+/g)].map(([id]) => JSON.stringify(definitions.find((one) => one.id === id)?.when)),
    ]);
    expect(shown).toEqual([]);
    expect(steps).toBeGreaterThan(300);
  },
  120_000,
);
