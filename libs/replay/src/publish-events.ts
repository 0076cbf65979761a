import { type Codec, type TopicId, topicName } from '@weir/codec';
import { type Instant } from '@weir/engine';
import { type OutgoingRecord, type Publisher, tickRecord } from '@weir/kafka';
import { type ReplayEvent } from './replay-event.ts';

type PublishedRecord = Omit<OutgoingRecord, 'partition'> & { readonly partition: number | null };

export interface PublishOptions {
  readonly publisher: Publisher;
  /** Prepared for all `inputs`. */
  readonly codec: Codec;
  readonly topicPrefix: string;
  /** Every topic the services wait for in stream time, also those without events. */
  readonly inputs: readonly TopicId[];
  /** Of each input. */
  readonly partitions: number;
  /** Called after each batch with the number of events published so far. */
  readonly onPublished?: (events: number) => void;
}

const eventsPerBatch = 2000;

/**
 * Publishes events as a shop would, each record at the time of its event, and drives the stream clock of whoever reads them:
 * after each batch every partition gets a tick just before the next event, at the end one at `until`.
 * The events must be in order (`mergeEvents`) and none after `until`; `until` may only grow from call to call.
 */
export async function publishEvents(
  events: readonly ReplayEvent[],
  until: Instant,
  options: PublishOptions,
): Promise<void> {
  for (let start = 0; start < events.length; start += eventsPerBatch) {
    const batch = events.slice(start, start + eventsPerBatch);
    const next = events[start + eventsPerBatch];
    // Not at the last event's own time: the next batch may begin with another event of the same instant.
    const reached = next === undefined ? until : next.event.occurredAt - 1;
    await options.publisher.publish([
      ...batch.map((event) => eventRecord(event, options)),
      ...tickRecords(reached, options),
    ]);
    options.onPublished?.(start + batch.length);
  }
  if (events.length === 0) await options.publisher.publish(tickRecords(until, options));
}

function eventRecord(event: ReplayEvent, { codec, topicPrefix }: PublishOptions): PublishedRecord {
  return {
    topic: topicName(event.topic, topicPrefix),
    partition: null,
    key: event.event.customerId,
    value: encodeEvent(event, codec),
    timestamp: event.event.occurredAt,
  };
}

function encodeEvent({ topic, event }: ReplayEvent, codec: Codec): Buffer {
  switch (topic) {
    case 'customer-events':
      return codec.encode(topic, event);
    case 'order-events':
      return codec.encode(topic, event);
  }
}

function tickRecords(instant: Instant, { topicPrefix, inputs, partitions }: PublishOptions): PublishedRecord[] {
  const numbers = Array.from({ length: partitions }, (_, partition) => partition);
  return inputs.flatMap((input) =>
    numbers.map((partition) => tickRecord({ topic: topicName(input, topicPrefix), partition }, instant)),
  );
}
