import { topicPartitionKey, type OutgoingRecord } from './port.ts';

/** What one record adds to a batch beyond its key and value: lengths, deltas, and room for headers. */
const overheadBytes = 40;

export interface BatchLimits {
  /** A send carries one batch per partition; Kafka refuses a batch above the topic's `max.message.bytes` (1 MiB by default). */
  readonly bytes: number;
  readonly records: number;
}

export function sizeOf({ key, value, headers }: Pick<OutgoingRecord, 'key' | 'value' | 'headers'>): number {
  let size = overheadBytes + (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) size += name.length + (headers[name]?.length ?? 0) + 10;
  return size;
}

/**
 * Cuts records into rounds that are to be sent one after another, so that in no round a partition gets more than the limits allow. The
 * order within each partition stays. A single record above the limit makes a round of its own: the broker decides about it.
 */
export function intoRounds<R extends Omit<OutgoingRecord, 'partition'> & { readonly partition: number | null }>(
  records: readonly R[],
  limits: BatchLimits,
): R[][] {
  const rounds: R[][] = [];
  const progress = new Map<string, { round: number; bytes: number; records: number }>();
  for (const record of records) {
    const place = topicPartitionKey({ topic: record.topic, partition: record.partition ?? -1 });
    let state = progress.get(place);
    if (state === undefined) progress.set(place, (state = { round: 0, bytes: 0, records: 0 }));
    const size = sizeOf(record);
    if (state.records > 0 && (state.bytes + size > limits.bytes || state.records >= limits.records)) {
      state.round += 1;
      state.bytes = 0;
      state.records = 0;
    }
    state.bytes += size;
    state.records += 1;
    const round = rounds[state.round];
    if (round === undefined) rounds.push([record]);
    else round.push(record);
  }
  return rounds;
}
