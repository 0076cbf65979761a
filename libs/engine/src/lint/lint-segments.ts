import type { AccountSettings } from '../account.ts';
import type { SegmentDefinition } from '../definition.ts';
import type { Subject, Warning } from './rule.ts';
import { rules } from './rules.ts';

export interface LintOptions {
  /**
   * Fields that some event had a value in, `customer.<field>`, `order.<field>` and `item.<field>`, such as `customer.city`,
   * `order.custom.gift`, `item.brand`, and `activity.<name>` of each activity; left out when nobody has counted. Without any of a kind,
   * nobody has counted that kind.
   */
  readonly fieldsSeen?: ReadonlySet<string>;
}

/**
 * Warnings of what parses but is surely not meant, segment by segment in the order of the definitions, which must be all of the account:
 * what is told of one may depend on others. What a warning claims is so; of what cannot be told nothing is said.
 */
export function lintSegments(
  definitions: readonly SegmentDefinition[],
  account: AccountSettings,
  { fieldsSeen }: LintOptions = {},
): readonly Warning[] {
  const segments = new Map(definitions.map((definition) => [definition.id, definition]));
  const subject: Subject = { definitions, account, fieldsSeen, scope: { account, segments } };
  const found = Object.entries(rules).flatMap(([rule, find]) => find(subject).map((finding) => ({ rule, ...finding })));
  const place = new Map(definitions.map(({ id }, index) => [id, index]));
  return found.sort((a, b) => (place.get(a.segmentId) ?? 0) - (place.get(b.segmentId) ?? 0));
}
