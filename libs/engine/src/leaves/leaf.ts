import type { AccountSettings } from '../account.ts';
import type { Condition } from '../condition.ts';
import type { CustomerFacts } from '../customer-facts.ts';
import type { TrackPlan } from '../tracks/track-plan.ts';
import type { Instant, ProfileField } from '../facts.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { LeafReport } from '../explain/leaf-report.ts';
import type { SelectionRequest } from '../tracks/selection.ts';
import type { Watch } from '../tracks/watch.ts';
import type { Window } from '../tracks/window.ts';
import type { Reader } from '../reading.ts';
import type { Evidence } from '../transition.ts';
import type { Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';

/** A compiled leaf: a step function of time, as long as the facts stay the same. */
export interface Leaf {
  /** The fields of the profile that it looks at: without another value of one of them, another profile cannot change what it says. */
  readonly fields: readonly ProfileField[];
  /** Whether it looks at what all messages together tell of a channel. */
  readonly looksAtChannels?: boolean;
  /** Whether nothing that happens can change what it says. */
  readonly isFixed?: boolean;
  /** Of a leaf with one plan: when a newcomer can turn it. */
  readonly watches?: readonly Watch[] | undefined;
  evaluate(facts: CustomerFacts, now: Instant): Verdict;
  /** What was found and what was asked, in words and values, and no personal data. */
  explain(facts: CustomerFacts, now: Instant): Evidence;
  /** Beyond the evidence, for people who ask about this one customer: it may name orders and show values of the profile. */
  report(facts: CustomerFacts, now: Instant): LeafReport;
}

/** A name under which a document spells leaves of other kinds. */
export interface LeafSpelling {
  /** Reads what the document has under the name: often one leaf, sometimes several that must all hold. */
  parse(raw: unknown, reader: Reader): Condition | undefined;
  /** Of what `parse` reads. */
  readonly schema: JsonSchema;
}

/** One kind of leaf: one file under leaves/, and one line of the table of kinds. */
export interface LeafKind<Spec extends object> extends LeafSpelling {
  compile(spec: Spec, context: LeafContext): Leaf;
  /** The segment that a leaf of this kind refers to. */
  refersTo?(this: void, spec: Spec): string;
  /** Where the reference stands, in a leaf that is an object. */
  readonly referenceKey?: string;
  /** A mistake that only the account's settings reveal. */
  check?(spec: Spec, account: AccountSettings): string | undefined;
}

/** What leaves are compiled with; what they share lives here. */
export interface LeafContext {
  readonly account: AccountSettings;
  /** Null: each customer's own. */
  readonly zone: Zone | null;
  /** A selection seen through a window; both are compiled once for all that ask for the same. */
  plan(request: SelectionRequest, window: Window | null): TrackPlan;
  /** The segment refers to that one: when its membership changes, this one is decided again. */
  refer(id: string): void;
}

/** The zone that counts for a customer. */
export function zoneFor(context: LeafContext): (facts: CustomerFacts) => Zone {
  const { zone } = context;
  return zone === null ? (facts) => facts.ownZone : () => zone;
}

/** What a leaf that reckons in local time looks at for that: a customer's own zone is part of the profile. */
export function zoneFields(context: LeafContext): readonly ProfileField[] {
  return context.zone === null ? ['timeZone'] : [];
}
