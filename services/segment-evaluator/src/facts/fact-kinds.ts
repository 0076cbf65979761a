import { activityFacts } from './activity-facts.ts';
import type { FactKind } from './fact-kind.ts';
import { messageFacts } from './message-facts.ts';
import { orderFacts } from './order-facts.ts';
import { changeFacts, formerValueFacts } from './profile-facts.ts';

/** The one table of kinds of facts. */
export const factKinds: readonly FactKind<unknown>[] = [
  orderFacts,
  activityFacts,
  messageFacts,
  changeFacts,
  formerValueFacts,
];

const byTag = new Map(factKinds.map((kind) => [kind.tag, kind]));

/** Throws for a tag that this version of Weir does not know. */
export function kindOfTag(tag: number): FactKind<unknown> {
  const kind = byTag.get(tag);
  if (kind === undefined) throw new Error(`a fact of kind ${tag} is not known to this version of Weir: upgrade it`);
  return kind;
}
