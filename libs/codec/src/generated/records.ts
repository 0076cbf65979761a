/* Generated from schemas/*.avsc by `npm run generate`. Do not edit: edit the schemas. */

/** Epoch milliseconds. */
export type Instant = number;

/** Days since 1970-01-01, without a zone. */
export type EpochDay = number;

/** A value of a custom field. */
export type Scalar = null | boolean | number | string;

/** Anything else that a customer did: product_viewed, cart_updated, app_opened. */
export interface ActivityEvent {
  /** The producer's own id of the event, a UUID or any string; it travels to everything the event causes. */
  readonly eventId: string;
  /** Whose event this is; also the key of the record. */
  readonly customerId: string;
  /** When it happened at the source. More than 48 hours in the future is dead-lettered. */
  readonly occurredAt: Instant;
  /** What the customer did. */
  readonly name: string;
  /** With what. */
  readonly properties: Readonly<Record<string, Scalar>>;
}

/** ERASED: the right to be forgotten. MERGED: this customer is now mergedInto. */
export type CustomerEventKind = 'UPSERTED' | 'ERASED' | 'MERGED';

/** Where a customer or an order came from: the usual UTM marks. */
export interface Source {
  /** utm_source */
  readonly source: string | null;
  /** utm_medium */
  readonly medium: string | null;
  /** utm_campaign */
  readonly campaign: string | null;
  /** utm_content */
  readonly content: string | null;
  /** utm_term */
  readonly keyword: string | null;
}

/** NEVER: the customer was never asked, or never answered. */
export type ConsentStatus = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NEVER';

/** What a customer said of one channel. */
export interface Consent {
  /** Whether messages may be sent. */
  readonly status: ConsentStatus;
  /** When the customer said so. */
  readonly changedAt: Instant;
}

/** Standing in the programme. */
export type LoyaltyStatus = 'ACTIVE' | 'PAUSED' | 'LEFT';

/** A customer's standing in a loyalty programme. */
export interface Loyalty {
  /** The programme. */
  readonly programId: string;
  /** Whether the customer takes part. */
  readonly status: LoyaltyStatus;
  /** The level reached, in the words of the programme. */
  readonly level: string | null;
  /** When that level was reached. */
  readonly levelSince: Instant | null;
  /** When the customer joined. */
  readonly joinedAt: Instant | null;
  /** Points. */
  readonly balance: number;
  /** Purchases counted by the programme, in minor units of money. */
  readonly purchaseSum: number;
}

/** What a shop last said of a customer, whole. */
export interface Profile {
  /** When the customer came to be known to the shop. */
  readonly createdAt: Instant;
  /** Given name. */
  readonly firstName: string | null;
  /** Family name. */
  readonly lastName: string | null;
  /** E-mail address, as the shop has it. */
  readonly email: string | null;
  /** Telephone number, E.164. */
  readonly phone: string | null;
  /** In the shop's own words. */
  readonly sex: string | null;
  /** Date of birth. */
  readonly birthday: EpochDay | null;
  /** City. */
  readonly city: string | null;
  /** Region. */
  readonly region: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** BCP 47. */
  readonly locale: string | null;
  /** IANA name. */
  readonly timeZone: string | null;
  /** The site or shop the customer belongs to. */
  readonly site: string | null;
  /** Who looks after the customer. */
  readonly managerId: string | null;
  /** Where the customer came from. */
  readonly source: Source | null;
  /** Free marks. */
  readonly tags: readonly string[];
  /** Marked as very important. */
  readonly vip: boolean;
  /** Marked as unwelcome. */
  readonly bad: boolean;
  /** By channel: email, sms. An absent entry means NEVER. */
  readonly consents: Readonly<Record<string, Consent>>;
  /** The loyalty programme, if any. */
  readonly loyalty: Loyalty | null;
  /** The shop's own fields. */
  readonly custom: Readonly<Record<string, Scalar>>;
}

/** A customer as the shop now knows them, or their erasure, or their merging into another. A snapshot: a version not above the known one is ignored. */
export interface CustomerEvent {
  /** The producer's own id of the event, a UUID or any string; it travels to everything the event causes. */
  readonly eventId: string;
  /** Whose event this is; also the key of the record. */
  readonly customerId: string;
  /** When it happened at the source. More than 48 hours in the future is dead-lettered. */
  readonly occurredAt: Instant;
  /** Of the profile; only grows: an update counter or the update time in ms. */
  readonly version: number;
  /** What happened. */
  readonly kind: CustomerEventKind;
  /** The whole profile when UPSERTED, else null. */
  readonly profile: Profile | null;
  /** The customer that this one became when MERGED, else null. */
  readonly mergedInto: string | null;
}

/** A customer's standing in one segment. */
export interface Membership {
  /** The segment. */
  readonly segmentId: string;
  /** 1, 2, 3 ...: odd while the customer is in the segment, even after leaving. */
  readonly seq: number;
  /** When it last changed. */
  readonly since: Instant;
  /** When the customer had entered, of a segment that was left; null while they are in it, which is since. */
  readonly enteredAt: Instant | null;
}

/** All orders of a customer in one currency, cancelled and returned ones left out. */
export interface OrderSummary {
  /** How many. */
  readonly count: number;
  /** Sum of their totals, in minor units. */
  readonly total: number;
  /** When the first was placed. */
  readonly firstAt: Instant;
  /** When the last was placed. */
  readonly lastAt: Instant;
  /** total / count, in minor units, not rounded. */
  readonly averageAmount: number;
}

/** The current state of a customer. A tombstone means erased. */
export interface Customer {
  /** The customer; also the key of the record. */
  readonly customerId: string;
  /** What the shop last said, consents and loyalty among it; null before it said anything. */
  readonly profile: Profile | null;
  /** The version of that profile; -1 before the first. */
  readonly profileVersion: number;
  /** The segments the customer is in. */
  readonly memberships: readonly Membership[];
  /** The segments the customer has left, so that seq goes on without a gap. */
  readonly endedMemberships: readonly Membership[];
  /** By currency, ISO 4217; a currency without orders is absent. */
  readonly orders: Readonly<Record<string, OrderSummary>>;
  /** Never later than the first instant at which a membership can change without an event; null when none can. */
  readonly nextDueAt: Instant | null;
  /** The revision of the definitions this customer was last evaluated with; 0 before the first. */
  readonly catalogRevision: number;
  /** When an earlier customer of this id was erased: orders made up to then, and whatever was told up to then, no longer count. */
  readonly erasedAt: Instant | null;
  /** When this record was made. */
  readonly updatedAt: Instant;
}

/** What is defined. */
export type DefinitionKind = 'SEGMENT' | 'AUTOMATION' | 'TEMPLATE' | 'MAILING' | 'PROMOTION';

/** A segment, automation, template, mailing or promotion in one version. Keyed <kind>/<id> in lower case, such as segment/tea-lovers. */
export interface Definition {
  /** What is defined. */
  readonly kind: DefinitionKind;
  /** Its id, unique within the kind. */
  readonly id: string;
  /** 1, 2, 3 ... */
  readonly version: number;
  /** The document itself, as JSON. */
  readonly document: string;
  /** When this version was published. */
  readonly updatedAt: Instant;
  /** Whether it is in force. */
  readonly enabled: boolean;
}

/** How a message travels. */
export type MessageChannel = 'EMAIL' | 'SMS';

/** UNKNOWN: a crash left it in doubt whether the message was sent. */
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

/** What became of a message to a customer. */
export interface MessageEvent {
  /** The producer's own id of the event, a UUID or any string; it travels to everything the event causes. */
  readonly eventId: string;
  /** Whose event this is; also the key of the record. */
  readonly customerId: string;
  /** When it happened at the source. More than 48 hours in the future is dead-lettered. */
  readonly occurredAt: Instant;
  /** The message; the same in every event of it. */
  readonly messageId: string;
  /** How it travelled. */
  readonly channel: MessageChannel;
  /** The automation that sent it. */
  readonly automationId: string | null;
  /** The mailing it was part of. */
  readonly mailingId: string | null;
  /** The template it was made from. */
  readonly templateId: string;
  /** What became of it. */
  readonly kind: MessageKind;
  /** Why, when it was not sent or not delivered. */
  readonly reason: string | null;
  /** The link, when CLICKED. */
  readonly url: string | null;
}

/** One line of an order. */
export interface OrderItem {
  /** The product. */
  readonly productId: string;
  /** The exact variant. */
  readonly sku: string | null;
  /** As shown to the customer. */
  readonly name: string | null;
  /** The path from the root to the leaf. */
  readonly categories: readonly string[];
  /** The brand. */
  readonly brand: string | null;
  /** Pieces, kilograms, metres. */
  readonly quantity: number;
  /** This line's money after discounts, in minor units. */
  readonly amount: number;
}

/** An order as it now is, whole. */
export interface Order {
  /** The order. */
  readonly orderId: string;
  /** The number shown to the customer. */
  readonly number: string | null;
  /** The shop's own code; which group it belongs to is configuration. */
  readonly status: string;
  /** When it was placed. */
  readonly createdAt: Instant;
  /** When it was paid in full. */
  readonly paidAt: Instant | null;
  /** When it was handed over. */
  readonly completedAt: Instant | null;
  /** When it was cancelled. */
  readonly cancelledAt: Instant | null;
  /** ISO 4217. */
  readonly currency: string;
  /** What the customer pays, after discounts, in minor units. */
  readonly total: number;
  /** How much of the discounts went into it, in minor units. */
  readonly discount: number;
  /** The site or shop it was placed in. */
  readonly site: string | null;
  /** In the shop's own words. */
  readonly paymentType: string | null;
  /** In the shop's own words. */
  readonly deliveryType: string | null;
  /** Who looks after the order. */
  readonly managerId: string | null;
  /** The code that was used. */
  readonly promoCode: string | null;
  /** Where the order came from. */
  readonly source: Source | null;
  /** The lines. */
  readonly items: readonly OrderItem[];
  /** The shop's own fields. */
  readonly custom: Readonly<Record<string, Scalar>>;
}

/** An order as it now is. A snapshot: a version not above the known one is ignored. */
export interface OrderEvent {
  /** The producer's own id of the event, a UUID or any string; it travels to everything the event causes. */
  readonly eventId: string;
  /** Whose event this is; also the key of the record. */
  readonly customerId: string;
  /** When it happened at the source. More than 48 hours in the future is dead-lettered. */
  readonly occurredAt: Instant;
  /** Of this order; only grows: an update counter or the update time in ms. */
  readonly version: number;
  /** The whole order as it now is. */
  readonly order: Order;
}

/** What happened to a code. */
export type PromoCodeKind = 'ISSUED' | 'REVOKED';

/** A promo code issued to a customer, or its revocation. */
export interface PromoCode {
  /** What the customer types in. */
  readonly code: string;
  /** Whose code it is; also the key of the record. */
  readonly customerId: string;
  /** The promotion it belongs to. */
  readonly promotionId: string;
  /** What happened. */
  readonly kind: PromoCodeKind;
  /** Discount in per cent; null when it is an amount. */
  readonly percent: number | null;
  /** Discount in minor units of the currency; null when it is in per cent. */
  readonly amount: number | null;
  /** ISO 4217, of the amount. */
  readonly currency: string | null;
  /** When it was issued, also when REVOKED. */
  readonly issuedAt: Instant;
  /** From when on it is worth nothing; null: never. */
  readonly expiresAt: Instant | null;
  /** The automation that issued it. */
  readonly automationId: string | null;
  /** The segment whose change issued it. */
  readonly segmentId: string | null;
  /** Of that segment event. */
  readonly seq: number | null;
}

/** Why a membership changed. Only EVENT and TIME make automations act, unless the author chose otherwise. */
export type Cause = 'EVENT' | 'TIME' | 'DEFINITION' | 'BACKFILL' | 'MERGE' | 'ERASE' | 'MANUAL';

/** One condition of the definition with what was found, in words and values. */
export interface Evidence {
  /** The condition. */
  readonly condition: string;
  /** What was found. */
  readonly actual: string;
  /** What was asked for. */
  readonly threshold: string;
}

/** A customer entered a segment. No personal data: ids only. */
export interface SegmentEntered {
  readonly type: 'SegmentEntered';
  /** Derived from customer, segment and seq, so that a repeat is recognisable. */
  readonly eventId: string;
  /** The customer; also the key of the record. */
  readonly customerId: string;
  /** The segment. */
  readonly segmentId: string;
  /** The version of its definition that decided. */
  readonly segmentVersion: number;
  /** Per customer and segment 1, 2, 3 ...: odd = entered, even = left. */
  readonly seq: number;
  /** The exact instant at which the membership changed. */
  readonly effectiveAt: Instant;
  /** When Weir decided it. */
  readonly decidedAt: Instant;
  /** Why the membership changed. */
  readonly cause: Cause;
  /** The source event's id, or topic/partition/offset. */
  readonly causeRef: string | null;
  /** Actions must not fire. */
  readonly silent: boolean;
  /** The conditions that decided, with what was found. */
  readonly evidence: readonly Evidence[];
}

/** A customer left a segment. No personal data: ids only. */
export interface SegmentLeft {
  readonly type: 'SegmentLeft';
  /** Derived from customer, segment and seq, so that a repeat is recognisable. */
  readonly eventId: string;
  /** The customer; also the key of the record. */
  readonly customerId: string;
  /** The segment. */
  readonly segmentId: string;
  /** The version of its definition that decided. */
  readonly segmentVersion: number;
  /** Per customer and segment 1, 2, 3 ...: odd = entered, even = left. */
  readonly seq: number;
  /** The exact instant at which the membership changed. */
  readonly effectiveAt: Instant;
  /** When Weir decided it. */
  readonly decidedAt: Instant;
  /** Why the membership changed. */
  readonly cause: Cause;
  /** The source event's id, or topic/partition/offset. */
  readonly causeRef: string | null;
  /** Actions must not fire. */
  readonly silent: boolean;
  /** The conditions that decided, with what was found. */
  readonly evidence: readonly Evidence[];
  /** When the customer had entered. */
  readonly enteredAt: Instant;
}

/** One of segment-events. */
export type SegmentEvent = SegmentEntered | SegmentLeft;

/** CANCELLED: the customer left the segment, or someone withdrew it. */
export type TaskStatus = 'OPEN' | 'DONE' | 'CANCELLED';

/** A task for a manager, whole, after each change of it. */
export interface Task {
  /** Derived from automation, customer, segment and seq, so that a repeat is recognisable. */
  readonly taskId: string;
  /** Whom it is about; also the key of the record. */
  readonly customerId: string;
  /** 1, 2, 3 ... of this task. */
  readonly version: number;
  /** Where it stands. */
  readonly status: TaskStatus;
  /** What is to be done, for people. */
  readonly text: string;
  /** By when. */
  readonly dueAt: Instant | null;
  /** The manager who should do it. */
  readonly performerId: string | null;
  /** The automation that made it. */
  readonly automationId: string;
  /** The segment whose change made it. */
  readonly segmentId: string | null;
  /** The segment event that made it. */
  readonly causeEventId: string | null;
  /** When it was made. */
  readonly createdAt: Instant;
  /** When it was last changed. */
  readonly updatedAt: Instant;
  /** Why it was cancelled, or what came of it. */
  readonly reason: string | null;
}

/** The value of a record of each topic. */
export interface RecordTypes {
  readonly 'activity-events': ActivityEvent;
  readonly 'customer-events': CustomerEvent;
  readonly customers: Customer;
  readonly definitions: Definition;
  readonly 'message-events': MessageEvent;
  readonly 'order-events': OrderEvent;
  readonly 'promo-codes': PromoCode;
  readonly 'segment-events': SegmentEvent;
  readonly tasks: Task;
}

export type RecordName = keyof RecordTypes;

export type RecordOf<N extends RecordName> = RecordTypes[N];
