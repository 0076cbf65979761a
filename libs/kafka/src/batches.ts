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

type Unplaced = Omit<OutgoingRecord, 'partition'> & { readonly partition: number | null };

/** What has been put into the round that is being filled for one partition, or for those that go wherever their key belongs. */
interface Filling {
  round: number;
  bytes: number;
  records: number;
}

/**
 * Cuts records into rounds that are to be sent one after another, so that in no round a partition gets more than the limits allow. The
 * order within each partition stays: a record whose partition is still open may go to any of its topic, so it comes in no earlier round than
 * what stood before it there, and what follows it in no earlier round than it. A single record above the limit makes a round of its own: the
 * broker decides about it.
 */
export function intoRounds<R extends Unplaced>(records: readonly R[], limits: BatchLimits): R[][] {
  const rounds: R[][] = [];
  const fillings = new Map<string, Filling>();
  /** By topic: the last round with a record of an open partition, and with one of any given partition. */
  const latest = new Map<string, { open: number; given: number }>();
  for (const record of records) {
    const { topic, partition } = record;
    const place = topicPartitionKey({ topic, partition: partition ?? -1 });
    let filling = fillings.get(place);
    if (filling === undefined) fillings.set(place, (filling = { round: 0, bytes: 0, records: 0 }));
    let seen = latest.get(topic);
    if (seen === undefined) latest.set(topic, (seen = { open: 0, given: 0 }));
    add(record, filling, partition === null ? seen.given : seen.open, limits);
    if (partition === null) seen.open = filling.round;
    else seen.given = Math.max(seen.given, filling.round);
    while (rounds.length <= filling.round) rounds.push([]);
    (rounds[filling.round] as R[]).push(record);
  }
  return rounds;
}

function add(record: Unplaced, filling: Filling, earliestRound: number, limits: BatchLimits): void {
  const size = sizeOf(record);
  const isFull = filling.records > 0 && (filling.bytes + size > limits.bytes || filling.records >= limits.records);
  const round = Math.max(isFull ? filling.round + 1 : filling.round, earliestRound);
  if (round > filling.round) Object.assign(filling, { round, bytes: 0, records: 0 });
  filling.bytes += size;
  filling.records += 1;
}
