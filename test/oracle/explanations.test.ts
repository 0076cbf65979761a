import { expect, test } from '@jest/globals';
import {
  advance,
  type Catalog,
  copyState,
  createCustomerState,
  type CustomerState,
  type ExplainedNode,
  explainSegment,
  explanationInWords,
  forecastCustomer,
  isMember,
} from '@weir/engine';
import fc from 'fast-check';
import { type Case, caseArbitrary } from './case.ts';
import { compileDocuments, engineSupport } from './disagreement.ts';
import { decideArrival } from './engine-fold.ts';
import { inOrder } from './history.ts';

const dayMs = 86_400_000;
const watchedMs = 500 * dayMs;

interface Scene {
  readonly catalog: Catalog;
  /** Of these the condition only tells how things stand: nobody gets in or out by it. */
  readonly staticIds: ReadonlySet<string>;
  readonly state: CustomerState;
  /** An instant of or after the last decision. */
  readonly at: number;
}

/** The customer of a random case, after a share of the history; undefined for a catalog that is refused. */
function sceneOf({ documents, account, history }: Case, share: number, waitedMs: number): Scene | undefined {
  const compiled = compileDocuments(documents, account);
  if (!('catalog' in compiled)) return undefined;
  const { catalog } = compiled;
  const state = createCustomerState(history.customerId);
  const steps = inOrder(history.arrivals).slice(0, 1 + Math.floor(share * history.arrivals.length));
  let at = 0;
  for (const step of steps) {
    at = step.at;
    if (step.kind !== 'definitions') decideArrival(catalog, state, step);
  }
  const staticIds = new Set(documents.filter(({ kind }) => kind === 'static').map(({ id }) => id));
  return { catalog, staticIds, state, at: at + waitedMs };
}

const scenes = fc
  .tuple(
    caseArbitrary(engineSupport()),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.oneof(fc.constant(0), fc.nat({ max: 20 * dayMs })),
  )
  .map(([one, share, waitedMs]) => sceneOf(one, share, waitedMs));

const snapshot = (state: CustomerState): unknown => structuredClone({ ...state });

function nodesOf(node: ExplainedNode): ExplainedNode[] {
  return node.kind === 'leaf' ? [node] : [node, ...node.of.flatMap(nodesOf)];
}

/** What the parts come to; of a leaf its own value. */
function valueOf(node: ExplainedNode): boolean {
  if (node.kind === 'leaf') return node.value;
  if (node.kind === 'not') return !node.of.every(valueOf);
  return node.of.filter(valueOf).length >= node.k;
}

/** How often there was something to be wrong about. */
interface Tally {
  scenes: number;
  turns: number;
  partTurns: number;
  lastTurns: number;
  foreseen: number;
}

/** Who is in, since when, and exactly until when, is what the engine decides. */
function checkStanding({ catalog, staticIds, state, at }: Scene, tally: Tally): void {
  const real = copyState(state);
  advance(catalog, real, at);
  const standing = copyState(real);
  const coming = advance(catalog, real, at + watchedMs);
  for (const { id } of catalog.segments) {
    const found = explainSegment(catalog, state, id, at);
    const membership = standing.memberships.get(id);
    expect(found).toMatchObject({ isMember: isMember(membership), since: membership?.since ?? null });
    expect(explanationInWords(found)).not.toMatch(/undefined|null|NaN|\[object/);
    if (!found.isKnown) continue;
    for (const node of nodesOf(found.tree)) expect(node.value).toBe(valueOf(node));
    if (!staticIds.has(id)) {
      expect(found.tree.value).toBe(found.isMember);
      expect(found.missing === null).toBe(found.isMember);
    }
    const next = coming.find(({ segmentId }) => segmentId === id)?.effectiveAt ?? null;
    if (next !== null) tally.turns++;
    if (next !== null || (found.until ?? Infinity) <= at + watchedMs) expect(found.until).toBe(next);
  }
}

/** Each part turns when it is said to, and not before; and no part says that it turned in the future. */
function checkParts({ catalog, state, at }: Scene, tally: Tally): void {
  const { id } = catalog.segments.at(-1) as { id: string };
  const partsAt = (instant: number): ExplainedNode[] => nodesOf(explainSegment(catalog, state, id, instant).tree);
  partsAt(at).forEach(({ value, since, until }, index) => {
    const seen = (instant: number): boolean | undefined => partsAt(instant)[index]?.value;
    expect(since ?? at).toBeLessThanOrEqual(at);
    if (since !== null) tally.lastTurns++;
    if (until === null) return expect(seen(at + watchedMs)).toBe(value);
    tally.partTurns++;
    expect(until).toBeGreaterThan(at);
    for (const share of [0.3, 0.8]) expect(seen(at + Math.floor(share * (until - at)))).toBe(value);
    expect([seen(until - 1), seen(until)]).toEqual([value, !value]);
  });
}

/** Asking changes nothing: not the customer, not what is told next, not what is decided then. A forecast is what will be announced. */
function checkForecast({ catalog, state, at }: Scene, tally: Tally): void {
  const before = snapshot(state);
  const untouched = copyState(state);
  const explainAll = (): unknown => catalog.segments.map(({ id }) => explainSegment(catalog, state, id, at));
  const told = explainAll();
  const forecast = forecastCustomer(catalog, state, at, at + watchedMs);
  expect(explainAll()).toEqual(told);
  expect(snapshot(state)).toEqual(before);
  const announced = advance(catalog, state, at + watchedMs);
  expect(announced).toEqual(advance(catalog, untouched, at + watchedMs));
  const coming = announced.filter(({ effectiveAt }) => effectiveAt > at);
  tally.foreseen += coming.length;
  expect(forecast.map(({ transition }) => transition)).toEqual(coming);
}

/** Throws at the first that is wrong. */
function checkExplanations(seed: number, numRuns: number): Tally {
  const tally: Tally = { scenes: 0, turns: 0, partTurns: 0, lastTurns: 0, foreseen: 0 };
  const property = fc.property(scenes, (scene) => {
    if (scene === undefined) return;
    tally.scenes++;
    checkStanding(scene, tally);
    checkParts(scene, tally);
    checkForecast(scene, tally);
  });
  fc.assert(property, { numRuns, seed });
  return tally;
}

test('explanations and forecasts say what the engine decides, and leave the customer as they found them', () => {
  const tally = checkExplanations(11, 150);
  expect(tally.scenes).toBeGreaterThan(70);
  for (const often of [tally.turns, tally.partTurns, tally.lastTurns, tally.foreseen])
    expect(often).toBeGreaterThan(10);
}, 120_000);
