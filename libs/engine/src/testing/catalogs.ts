import type { AccountSettings } from '../account.ts';
import { defaultStatusGroups } from '../account.ts';
import { type Catalog, compileCatalog } from '../catalog.ts';
import type { CustomerState } from '../customer-state.ts';
import { isMember } from '../customer-state.ts';
import { parseSegment, type SegmentDefinition } from '../definition.ts';

export const account: AccountSettings = { timeZone: 'UTC', currency: 'RUB', statusGroups: defaultStatusGroups };

/** Parses documents that must be right; what they leave out has a default. */
export function definitionOf(document: object): SegmentDefinition {
  const parsed = parseSegment({ id: 's', name: 'A segment', ...document });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.definition;
}

export function catalogOf(
  documents: readonly object[],
  revision = 1,
  changedIn?: ReadonlyMap<string, number>,
): Catalog {
  const compiled = compileCatalog(documents.map(definitionOf), account, revision, changedIn);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.catalog;
}

export function membersOf(state: CustomerState): string[] {
  return [...state.memberships.values()].filter(isMember).map(({ segmentId }) => segmentId);
}
