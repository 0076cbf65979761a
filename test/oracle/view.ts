import { type Activity, type MessageEvent, type Order, type Profile, type StatusGroup } from '@weir/engine';
import { type Instant } from './calendar.ts';

/** A profile as it was told, and when it took effect. */
export interface ToldProfile {
  readonly at: Instant;
  readonly profile: Profile;
}

/** What is known of one customer. */
export interface Facts {
  readonly customerId: string;
  readonly profile: Profile | null;
  /** All profiles there were, in the order they were told; the last is the one above. */
  readonly profiles: readonly ToldProfile[];
  readonly orders: readonly Order[];
  readonly activities: readonly Activity[];
  /** All that was told of messages. */
  readonly messageEvents: readonly MessageEvent[];
}

export function noFacts(customerId: string): Facts {
  return { customerId, profile: null, profiles: [], orders: [], activities: [], messageEvents: [] };
}

export interface Account {
  readonly timeZone: string;
  readonly currency: string;
  readonly statusGroups: Readonly<Record<string, StatusGroup>>;
}

/** How the customer stands in a segment that another refers to. */
export interface Standing {
  readonly member: boolean;
  /** When the present membership began; null while out. */
  readonly since: Instant | null;
  /** When the last membership began, be it over or not; null before the first. */
  readonly enteredAt: Instant | null;
}

/** All that a condition may look at. */
export interface View {
  readonly facts: Facts;
  readonly now: Instant;
  readonly zone: string;
  readonly account: Account;
  readonly standingIn: (segmentId: string) => Standing;
}
