import type { Catalog, CompiledSegment } from '../catalog.ts';

/** The catalog as if it held only one of its segments and those that it refers to, directly or not: all that can decide it. */
export function partOfCatalog(catalog: Catalog, segment: CompiledSegment): Catalog {
  const wanted = new Set([segment.index]);
  // Each stands after those that it refers to.
  for (const { index, refersTo } of catalog.segments.toReversed())
    if (wanted.has(index)) for (const referred of refersTo) wanted.add(referred);
  const isWanted = ({ index }: CompiledSegment): boolean => wanted.has(index);
  return {
    ...catalog,
    segments: catalog.segments.filter(isWanted),
    touchedBy: (touches) => catalog.touchedBy(touches).filter(isWanted),
  };
}
