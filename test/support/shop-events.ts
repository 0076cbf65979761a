import type { MessageEvent } from '@weir/codec';
import type { ActivityEvent, CustomerEvent, Order, OrderEvent, Profile } from '@weir/engine';
import { itemOf, orderOf, profileOf } from '@weir/engine/testing';

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
    activity(customerId: string, occurredAt: number, name: string, event: Partial<ActivityEvent> = {}): ActivityEvent {
      return { eventId: nextEventId(), customerId, occurredAt, name, properties: {}, ...event };
    },
    /** What became of an e-mail. */
    message(
      customerId: string,
      occurredAt: number,
      messageId: string,
      kind: MessageEvent['kind'],
      event: Partial<MessageEvent> = {},
    ): MessageEvent {
      return {
        eventId: nextEventId(),
        customerId,
        occurredAt,
        messageId,
        channel: 'EMAIL',
        automationId: null,
        mailingId: null,
        templateId: 'letter',
        kind,
        reason: null,
        url: null,
        ...event,
      };
    },
  };
}

function aProfile(createdAt: number, profile: Partial<Profile>): Profile {
  return profileOf({
    createdAt,
    firstName: 'Anna',
    lastName: 'Ivanova',
    email: 'anna@example.com',
    city: 'Moscow',
    country: 'RU',
    locale: 'ru-RU',
    timeZone: 'Europe/Moscow',
    consents: { email: { status: 'SUBSCRIBED', changedAt: createdAt } },
    ...profile,
  });
}

function anOrder(orderId: string, createdAt: number, order: Partial<Order>): Order {
  return orderOf({
    orderId,
    createdAt,
    paidAt: createdAt,
    completedAt: createdAt,
    total: teaItem.amount,
    items: [teaItem],
    ...order,
  });
}

export const teaItem = itemOf({
  productId: 'tea-1',
  name: 'Da Hong Pao',
  categories: ['Tea', 'Chinese tea'],
  amount: 150_000,
});
