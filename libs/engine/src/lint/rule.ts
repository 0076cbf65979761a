import type { AccountSettings } from '../account.ts';
import type { SegmentDefinition } from '../definition.ts';
import type { Placed } from './logic/possibility.ts';
import type { Scope } from './logic/conjunctions.ts';
import type { Condition } from '../condition.ts';

/** What parses and is surely not meant: what is so, and what to do instead. */
export interface Warning {
  readonly segmentId: string;
  /** Inside the document, such as `when.all[0].orders.last`. */
  readonly path: string;
  /** A name of the table of rules. */
  readonly rule: string;
  readonly message: string;
  readonly advice: string;
}

/** A warning as its rule finds it. */
export type Finding = Omit<Warning, 'rule'>;

/** All that is linted together, and what is known besides. */
export interface Subject {
  readonly definitions: readonly SegmentDefinition[];
  readonly account: AccountSettings;
  /** Fields that some event had a value in: `customer.city`, `order.promoCode`, `item.brand`; undefined when nobody counted. */
  readonly fieldsSeen: ReadonlySet<string> | undefined;
  readonly scope: Scope;
}

/** Says nothing rather than something that might not be so. */
export type Rule = (subject: Subject) => readonly Finding[];

export function zoneOf({ timeZone }: SegmentDefinition, account: AccountSettings): string {
  return timeZone ?? account.timeZone;
}

export function placed(condition: Condition, definition: SegmentDefinition, account: AccountSettings): Placed {
  return { condition, zone: zoneOf(definition, account) };
}
