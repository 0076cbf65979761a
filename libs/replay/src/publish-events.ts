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

const eventsPerBatch = 500;

/**
 * Publishes events as a shop would, each record at the time of its event, and drives the stream clock of whoever reads them:
 * after each batch every partition of every input gets a tick, after the last one at `until`.
 * The events must be in order (`mergeEvents`) and none after `until`; `until` may only grow from call to call.
 */
export async function publishEvents(
  events: readonly ReplayEvent[],
  until: Instant,
  options: PublishOptions,
): Promise<void> {
  let published = 0;
  for (const { batch, reached } of planBatches(events, until, eventsPerBatch)) {
    await options.publisher.publish([
      ...batch.map((event) => eventRecord(event, options)),
      ...tickRecords(reached, options),
    ]);
    published += batch.length;
    options.onPublished?.(published);
  }
}

/** Some events, and the instant up to which nothing is missing once they are sent. */
export interface Batch {
  readonly batch: readonly ReplayEvent[];
  readonly reached: Instant;
}

/** Cuts ordered events into batches, at least one. Where a batch ends in the middle of an instant, that instant is not reached yet. */
export function* planBatches(events: readonly ReplayEvent[], until: Instant, size: number): Generator<Batch> {
  let start = 0;
  do {
    const next = events[start + size];
    yield { batch: events.slice(start, start + size), reached: next === undefined ? until : next.event.occurredAt - 1 };
    start += size;
  } while (start < events.length);
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
    case 'activity-events':
      return codec.encode(topic, event);
    case 'message-events':
      return codec.encode(topic, event);
  }
}

function tickRecords(instant: Instant, { topicPrefix, inputs, partitions }: PublishOptions): PublishedRecord[] {
  const numbers = Array.from({ length: partitions }, (_, partition) => partition);
  return inputs.flatMap((input) =>
    numbers.map((partition) => tickRecord({ topic: topicName(input, topicPrefix), partition }, instant)),
  );
}
