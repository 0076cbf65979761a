/** Epoch milliseconds. */
export type Instant = number;

/** Days since 1970-01-01, without a zone. */
export type EpochDay = number;

export type Scalar = null | boolean | number | string;

export interface Source {
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly content: string | null;
  readonly keyword: string | null;
}

export type ConsentStatus = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NEVER';

export interface Consent {
  readonly status: ConsentStatus;
  readonly changedAt: Instant;
}

export interface Loyalty {
  readonly programId: string;
  readonly status: 'ACTIVE' | 'PAUSED' | 'LEFT';
  readonly level: string | null;
  readonly levelSince: Instant | null;
  readonly joinedAt: Instant | null;
  /** Points. */
  readonly balance: number;
  /** Minor units of money. */
  readonly purchaseSum: number;
}

/** What a shop last said of a customer, whole. */
export interface Profile {
  readonly createdAt: Instant;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly sex: string | null;
  readonly birthday: EpochDay | null;
  readonly city: string | null;
  readonly region: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** BCP 47. */
  readonly locale: string | null;
  /** IANA. */
  readonly timeZone: string | null;
  readonly site: string | null;
  readonly managerId: string | null;
  readonly source: Source | null;
  readonly tags: readonly string[];
  readonly vip: boolean;
  readonly bad: boolean;
  /** Keys `email` and `sms`; an absent entry means NEVER. */
  readonly consents: Readonly<Record<string, Consent>>;
  readonly loyalty: Loyalty | null;
  readonly custom: Readonly<Record<string, Scalar>>;
}

/** What a profile consists of, by name. */
export type ProfileField = keyof Profile;

export interface OrderItem {
  readonly productId: string;
  readonly sku: string | null;
  readonly name: string | null;
  /** The path from the root to the leaf. */
  readonly categories: readonly string[];
  readonly brand: string | null;
  readonly quantity: number;
  /** This line's money after discounts, minor units. */
  readonly amount: number;
}

/** An order as it now is, whole. */
export interface Order {
  readonly orderId: string;
  readonly number: string | null;
  /** The shop's own code; which group it belongs to is configuration. */
  readonly status: string;
  readonly createdAt: Instant;
  readonly paidAt: Instant | null;
  readonly completedAt: Instant | null;
  readonly cancelledAt: Instant | null;
  /** ISO 4217. */
  readonly currency: string;
  /** Minor units, after discounts. */
  readonly total: number;
  /** Minor units. */
  readonly discount: number;
  readonly site: string | null;
  readonly paymentType: string | null;
  readonly deliveryType: string | null;
  readonly managerId: string | null;
  readonly promoCode: string | null;
  readonly source: Source | null;
  readonly items: readonly OrderItem[];
  readonly custom: Readonly<Record<string, Scalar>>;
}

export interface CustomerEvent {
  readonly eventId: string;
  readonly customerId: string;
  readonly occurredAt: Instant;
  /** Only grows; an event whose version is not above the known one is ignored. */
  readonly version: number;
  readonly kind: 'UPSERTED' | 'ERASED' | 'MERGED';
  readonly profile: Profile | null;
  readonly mergedInto: string | null;
}

export interface OrderEvent {
  readonly eventId: string;
  readonly customerId: string;
  readonly occurredAt: Instant;
  /** Of this order; only grows. */
  readonly version: number;
  readonly order: Order;
}

/** Something else that a customer did. */
export interface Activity {
  readonly eventId: string;
  readonly occurredAt: Instant;
  readonly name: string;
  readonly properties: Readonly<Record<string, Scalar>>;
}

/** Known by its event id: one delivered again is the same activity. */
export interface ActivityEvent extends Activity {
  readonly customerId: string;
}

export type MessageChannel = 'EMAIL' | 'SMS';

/** What became of a message. UNKNOWN: a crash left it in doubt whether it was sent. */
export type MessageKind =
  | 'SENT'
  | 'DELIVERED'
  | 'BOUNCED_HARD'
  | 'BOUNCED_SOFT'
  | 'OPENED'
  | 'CLICKED'
  | 'COMPLAINED'
  | 'UNSUBSCRIBED'
  | 'REPLIED'
  | 'SKIPPED'
  | 'DEFERRED'
  | 'UNKNOWN';

export interface MessageEvent {
  readonly eventId: string;
  readonly customerId: string;
  readonly occurredAt: Instant;
  /** The same in every event of a message. */
  readonly messageId: string;
  readonly channel: MessageChannel;
  readonly automationId: string | null;
  readonly mailingId: string | null;
  readonly templateId: string;
  readonly kind: MessageKind;
}

/** A message to the customer, as all of its events together tell it. */
export interface Message {
  readonly messageId: string;
  readonly channel: MessageChannel;
  readonly automationId: string | null;
  readonly mailingId: string | null;
  readonly templateId: string;
  /** When each kind of event was first the case; in whatever order they come, and however often. */
  readonly firstAt: Readonly<Partial<Record<MessageKind, Instant>>>;
  /** When the customer last unsubscribed or complained by it; who has consented again in between may do so once more. Null: never. */
  readonly optedOutAt: Instant | null;
}

/** That a field of the profile went from one known value to another. */
export interface FieldChange {
  /** As conditions name it: `city`, `source.campaign`, `loyalty.level`, `custom.size`. */
  readonly field: string;
  readonly at: Instant;
  readonly from: Exclude<Scalar, null>;
  readonly to: Exclude<Scalar, null>;
}
