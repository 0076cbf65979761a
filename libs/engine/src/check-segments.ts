import type { AccountSettings } from './account.ts';
import { leavesOf } from './condition.ts';
import type { SegmentDefinition } from './definition.ts';
import { leafKind } from './leaves/kinds.ts';
import { type CatalogProblem, findUnknownReferences, orderByReference } from './references.ts';
import { findZone } from './zone.ts';

export const MAX_SEGMENTS = 10_000;

export interface CheckOptions {
  /** Segments that exist, but whose documents do not parse: a reference to one is not unknown, and not followed. */
  readonly unreadableIds?: Iterable<string>;
}

/**
 * Everything that is wrong with parsed segments together and with the account: ids given twice, references to nothing, circles (each
 * once, at the reference that closes it), zones, currencies. Each problem has the path of its place in the segment's document; they come in the
 * order of the definitions. Segments without problems here, and none unreadable, compile.
 */
export function checkSegments(
  definitions: readonly SegmentDefinition[],
  account: AccountSettings,
  { unreadableIds = [] }: CheckOptions = {},
): readonly CatalogProblem[] {
  const place = new Map(definitions.map(({ id }, index) => [id, index]));
  const placeOf = ({ segmentId }: CatalogProblem): number => place.get(segmentId) ?? -1;
  return [
    ...checkAccount(account),
    ...checkCount(definitions.length),
    ...findRepeated(definitions),
    ...definitions.flatMap((definition) => checkAgainstAccount(definition, account)),
    ...findUnknownReferences(definitions, new Set(unreadableIds)),
    ...orderByReference(definitions).circles,
  ].sort((a, b) => placeOf(a) - placeOf(b));
}

function checkAccount({ timeZone }: AccountSettings): CatalogProblem[] {
  if (findZone(timeZone) !== undefined) return [];
  return [{ segmentId: '', path: 'timeZone', reason: `the account's ${timeZone} is not an IANA time zone` }];
}

function checkCount(count: number): CatalogProblem[] {
  if (count <= MAX_SEGMENTS) return [];
  return [{ segmentId: '', path: '', reason: `${count} segments are too many; the limit is ${MAX_SEGMENTS}` }];
}

function findRepeated(definitions: readonly SegmentDefinition[]): CatalogProblem[] {
  const seen = new Set<string>();
  return definitions.flatMap(({ id }) => {
    const isRepeated = seen.has(id);
    seen.add(id);
    return isRepeated ? [{ segmentId: id, path: 'id', reason: `${id} is given twice` }] : [];
  });
}

function checkAgainstAccount({ id, timeZone, when }: SegmentDefinition, account: AccountSettings): CatalogProblem[] {
  const problems = leavesOf(when).flatMap(({ leaf, spec, path }) => {
    const reason = leafKind(leaf).check?.(spec, account);
    return reason === undefined ? [] : [{ segmentId: id, path, reason }];
  });
  if (timeZone === null || timeZone === 'customer' || findZone(timeZone) !== undefined) return problems;
  return [{ segmentId: id, path: 'timeZone', reason: `${timeZone} is not an IANA time zone` }, ...problems];
}
