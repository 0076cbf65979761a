import type {
  ActivityEvent,
  CustomerEvent,
  Instant,
  MessageEvent,
  Order,
  OrderEvent,
  OrderItem,
  Profile,
} from '../facts.ts';

/** Facts for tests: whatever a test does not care about has a plain default. */
export function profileOf(given: Partial<Profile> = {}): Profile {
  return {
    createdAt: 0,
    firstName: null,
    lastName: null,
    email: null,
    phone: null,
    sex: null,
    birthday: null,
    city: null,
    region: null,
    country: null,
    locale: null,
    timeZone: null,
    site: null,
    managerId: null,
    source: null,
    tags: [],
    vip: false,
    bad: false,
    consents: {},
    loyalty: null,
    custom: {},
    ...given,
  };
}

export function itemOf(given: Partial<OrderItem> = {}): OrderItem {
  return { productId: 'p', sku: null, name: null, categories: [], brand: null, quantity: 1, amount: 0, ...given };
}

export type OrderGiven = Partial<Omit<Order, 'items'>> & { readonly items?: readonly Partial<OrderItem>[] };

export function orderOf({ items = [], ...given }: OrderGiven = {}): Order {
  return {
    orderId: 'o',
    number: null,
    status: 'completed',
    createdAt: 0,
    paidAt: null,
    completedAt: null,
    cancelledAt: null,
    currency: 'RUB',
    total: 0,
    discount: 0,
    site: null,
    paymentType: null,
    deliveryType: null,
    managerId: null,
    promoCode: null,
    source: null,
    custom: {},
    ...given,
    items: items.map(itemOf),
  };
}

export function orderEvent({ version, order }: { readonly version: number; readonly order: OrderGiven }): OrderEvent {
  const whole = orderOf(order);
  return {
    eventId: `${whole.orderId}-${version}`,
    customerId: 'c1',
    occurredAt: whole.createdAt,
    version,
    order: whole,
  };
}

export function customerEvent({
  version,
  profile,
  occurredAt = 0,
}: {
  readonly version: number;
  readonly profile: Partial<Profile>;
  readonly occurredAt?: Instant;
}): CustomerEvent {
  const whole = profileOf(profile);
  return {
    eventId: `p-${version}`,
    customerId: 'c1',
    occurredAt,
    version,
    kind: 'UPSERTED',
    profile: whole,
    mergedInto: null,
  };
}

export function erasureEvent(version: number): CustomerEvent {
  return {
    eventId: `e-${version}`,
    customerId: 'c1',
    occurredAt: 0,
    version,
    kind: 'ERASED',
    profile: null,
    mergedInto: null,
  };
}

export function messageEvent(given: Partial<MessageEvent> = {}): MessageEvent {
  const { messageId = 'm', kind = 'SENT', occurredAt = 0 } = given;
  return {
    eventId: `${messageId}-${kind}-${occurredAt}`,
    customerId: 'c1',
    occurredAt,
    messageId,
    channel: 'EMAIL',
    automationId: null,
    mailingId: null,
    templateId: 't',
    kind,
    ...given,
  };
}

export function activityEvent(given: Partial<ActivityEvent> = {}): ActivityEvent {
  return { eventId: 'a', customerId: 'c1', occurredAt: 0, name: 'product_viewed', properties: {}, ...given };
}
