import type { Catalog, CompiledSegment } from '../catalog.ts';
import type { CustomerState } from '../customer-state.ts';

/** The catalog as if it held only one of its segments and those that it refers to, directly or not: all that can decide it. */
export function partOfCatalog(catalog: Catalog, segment: CompiledSegment): Catalog {
  const wanted = new Set<number>();
  const waiting = [segment.index];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (wanted.has(index)) continue;
    wanted.add(index);
    waiting.push(...catalog.segmentAt(index).refersTo);
  }
  const known = new WeakSet<CustomerState>();
  return {
    ...catalog,
    // Each stands after those that it refers to.
    segments: [...wanted].sort((a, b) => a - b).map((index) => catalog.segmentAt(index)),
    factsOf: (state) => {
      const facts = catalog.factsOf(state);
      if (!known.has(state)) facts.bounds.takeBackOnly(wanted);
      known.add(state);
      return facts;
    },
  };
}
