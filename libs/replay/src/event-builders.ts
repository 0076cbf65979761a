import { type ReplayEvent } from './replay-event.ts';
import { readJsonForm } from '@weir/codec';

/** Builders of events for tests, in their JSON form and as they are read; every part has a default. */
interface OrderParts {
  readonly eventId?: string;
  readonly customerId?: string;
  readonly occurredAt?: string;
  readonly version?: number;
  readonly orderId?: string;
  readonly status?: string;
  readonly currency?: string;
  readonly total?: number;
  readonly category?: string;
}

export function orderJson(parts: OrderParts): Record<string, unknown> {
  const { customerId = 'c1', occurredAt = '2017-01-01T10:00:00Z', orderId = 'o1', total = 1000 } = parts;
  const { version = 1, status = 'completed', currency = 'EUR', category = 'Tea' } = parts;
  const items = [{ productId: `p-${category}`, categories: ['Shop', category], quantity: 1, amount: total }];
  const order = { orderId, status, createdAt: occurredAt, currency, total, discount: 0, items, custom: {} };
  return { eventId: parts.eventId ?? `${orderId}-${version}`, customerId, occurredAt, version, order };
}

interface CustomerParts {
  readonly eventId?: string;
  readonly customerId?: string;
  readonly occurredAt?: string;
  readonly version?: number;
  readonly profile?: Readonly<Record<string, unknown>>;
}

export function customerJson(parts: CustomerParts): Record<string, unknown> {
  const { customerId = 'c1', occurredAt = '2017-01-01T09:00:00Z', version = 1 } = parts;
  const profile = { createdAt: occurredAt, ...parts.profile };
  return {
    eventId: parts.eventId ?? `${customerId}-v${version}`,
    customerId,
    occurredAt,
    version,
    kind: 'UPSERTED',
    profile,
  };
}

export function erasureJson(parts: Omit<CustomerParts, 'profile'>): Record<string, unknown> {
  const { customerId = 'c1', occurredAt = '2017-02-01T00:00:00Z', version = 2 } = parts;
  return {
    eventId: parts.eventId ?? `${customerId}-erased-${version}`,
    customerId,
    occurredAt,
    version,
    kind: 'ERASED',
  };
}

interface ActivityParts {
  readonly eventId?: string;
  readonly customerId?: string;
  readonly occurredAt?: string;
  readonly name?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

export function activityJson(parts: ActivityParts): Record<string, unknown> {
  const { eventId = 'a1', customerId = 'c1', occurredAt = '2017-01-01T11:00:00Z', name = 'product_viewed' } = parts;
  return { eventId, customerId, occurredAt, name, properties: parts.properties ?? {} };
}

interface MessageParts {
  readonly eventId?: string;
  readonly customerId?: string;
  readonly occurredAt?: string;
  readonly messageId?: string;
  readonly channel?: string;
  readonly kind?: string;
}

export function messageJson(parts: MessageParts): Record<string, unknown> {
  const { customerId = 'c1', occurredAt = '2017-01-01T12:00:00Z', messageId = 'm1', kind = 'SENT' } = parts;
  const { eventId = `${messageId}-${kind}`, channel = 'EMAIL' } = parts;
  return { eventId, customerId, occurredAt, messageId, channel, templateId: 'tea', kind };
}

export function orderEvent(parts: OrderParts): ReplayEvent {
  return read('order-events', orderJson(parts));
}

export function customerEvent(parts: CustomerParts): ReplayEvent {
  return read('customer-events', customerJson(parts));
}

export function activityEvent(parts: ActivityParts): ReplayEvent {
  return read('activity-events', activityJson(parts));
}

export function messageEvent(parts: MessageParts): ReplayEvent {
  return read('message-events', messageJson(parts));
}

export function erasureEvent(parts: Omit<CustomerParts, 'profile'>): ReplayEvent {
  return read('customer-events', erasureJson(parts));
}

function read(topic: ReplayEvent['topic'], json: unknown): ReplayEvent {
  const form = readJsonForm(topic, json);
  if (!form.ok) throw new Error(JSON.stringify(form.problems));
  return { topic, event: form.value } as ReplayEvent;
}
