import type { CustomerEvent, Order, OrderEvent, OrderItem, Profile } from '@weir/engine';

/** Builders with defaults: a test names only what it is about. Every call of one builder set gives fresh ids. */
export function createShopEvents() {
  let events = 0;
  const nextEventId = (): string => `event-${++events}`;

  return {
    customer(
      customerId: string,
      occurredAt: number,
      profile: Partial<Profile> = {},
      event: Partial<CustomerEvent> = {},
    ): CustomerEvent {
      return {
        eventId: nextEventId(),
        customerId,
        occurredAt,
        version: 1,
        kind: 'UPSERTED',
        profile: aProfile(occurredAt, profile),
        mergedInto: null,
        ...event,
      };
    },
    order(
      customerId: string,
      createdAt: number,
      order: Partial<Order> = {},
      event: Partial<OrderEvent> = {},
    ): OrderEvent {
      const eventId = nextEventId();
      return {
        eventId,
        customerId,
        occurredAt: createdAt,
        version: 1,
        order: anOrder(`order-of-${eventId}`, createdAt, order),
        ...event,
      };
    },
  };
}

function aProfile(createdAt: number, profile: Partial<Profile>): Profile {
  return {
    createdAt,
    firstName: 'Anna',
    lastName: 'Ivanova',
    email: 'anna@example.com',
    phone: null,
    sex: null,
    birthday: null,
    city: 'Moscow',
    region: null,
    country: 'RU',
    locale: 'ru-RU',
    timeZone: 'Europe/Moscow',
    site: null,
    managerId: null,
    source: null,
    tags: [],
    vip: false,
    bad: false,
    consents: { email: { status: 'SUBSCRIBED', changedAt: createdAt } },
    loyalty: null,
    custom: {},
    ...profile,
  };
}

function anOrder(orderId: string, createdAt: number, order: Partial<Order>): Order {
  return {
    orderId,
    number: null,
    status: 'completed',
    createdAt,
    paidAt: createdAt,
    completedAt: createdAt,
    cancelledAt: null,
    currency: 'RUB',
    total: 150_000,
    discount: 0,
    site: null,
    paymentType: null,
    deliveryType: null,
    managerId: null,
    promoCode: null,
    source: null,
    items: [teaItem],
    custom: {},
    ...order,
  };
}

export const teaItem: OrderItem = {
  productId: 'tea-1',
  sku: null,
  name: 'Da Hong Pao',
  categories: ['Tea', 'Chinese tea'],
  brand: null,
  quantity: 1,
  amount: 150_000,
};
