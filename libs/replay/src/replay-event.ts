import { type RecordOf } from '@weir/codec';

/** The topics a replay feeds, in the order in which events of one instant are applied; the evaluator's inputs stand in the same order. */
export const eventTopics = ['customer-events', 'order-events', 'activity-events', 'message-events'] as const;

export type EventTopic = (typeof eventTopics)[number];

/** An event with the topic it belongs to. */
export type ReplayEvent = {
  readonly [T in EventTopic]: { readonly topic: T; readonly event: RecordOf<T> };
}[EventTopic];
