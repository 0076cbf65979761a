import { type Order, type Profile, type Scalar, type StatusGroup } from '@weir/engine';
import { type Instant } from './calendar.ts';

/** Anything else a customer did. */
export interface Activity {
  readonly occurredAt: Instant;
  readonly name: string;
  readonly properties: Readonly<Record<string, Scalar>>;
}

/** What is known of one customer. */
export interface Facts {
  readonly customerId: string;
  readonly profile: Profile | null;
  readonly orders: readonly Order[];
  readonly activities: readonly Activity[];
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
  /** Every instant of entering so far. */
  readonly entries: readonly Instant[];
}

/** All that a condition may look at. */
export interface View {
  readonly facts: Facts;
  readonly now: Instant;
  readonly zone: string;
  readonly account: Account;
  readonly standingIn: (segmentId: string) => Standing;
}
