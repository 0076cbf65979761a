import type { Catalog, CompiledSegment } from '../catalog.ts';
import type { CustomerState } from '../customer-state.ts';

/** The catalog as if it held only one of its segments and those that it refers to, directly or not: all that can decide it. */
export function partOfCatalog(catalog: Catalog, segment: CompiledSegment): Catalog {
  const wanted = new Set([segment.index]);
  // Each stands after those that it refers to.
  for (const { index, refersTo } of catalog.segments.toReversed())
    if (wanted.has(index)) for (const referred of refersTo) wanted.add(referred);
  const known = new WeakSet<CustomerState>();
  return {
    ...catalog,
    segments: catalog.segments.filter(({ index }) => wanted.has(index)),
    factsOf: (state) => {
      const facts = catalog.factsOf(state);
      if (known.has(state)) return facts;
      known.add(state);
      for (const { index } of catalog.segments)
        if (!wanted.has(index)) facts.bounds.set(index, Number.POSITIVE_INFINITY);
      return facts;
    },
  };
}
