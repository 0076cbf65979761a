import { type FetchedRecord, type OutgoingRecord, type TopicPartition } from './port.ts';

/**
 * The key of records that belong to Weir itself: barriers and ticks. They are tombstones, so a reader of a table sees the deletion of
 * a key that never was; every reader of ours skips them.
 */
export const reservedKey = '\u0000weir';

const reservedBytes = Buffer.from(reservedKey);
const tickHeader = 'weir-tick';
const barrierHeader = 'weir-barrier';

export function isReserved(record: Pick<FetchedRecord, 'key'>): boolean {
  const { key } = record;
  return key !== null && key.length === reservedBytes.length && key[0] === 0 && reservedBytes.equals(key);
}

/** A promise that every record of the partition with a timestamp at or before `instant` (epoch ms) has been sent. */
export function tickRecord({ topic, partition }: TopicPartition, instant: number): OutgoingRecord {
  const value = Buffer.alloc(8);
  value.writeBigInt64BE(BigInt(instant));
  return { topic, partition, key: reservedKey, value: null, timestamp: instant, headers: { [tickHeader]: value } };
}

/** The instant that a reserved record promises, or undefined when it is no tick. */
export function readTick(record: Pick<FetchedRecord, 'headers'>): number | undefined {
  const value = record.headers[tickHeader];
  return value?.length === 8 ? Number(value.readBigInt64BE()) : undefined;
}

/** Marks, in a changelog, how far its new owner must read. */
export function barrierRecord({ topic, partition }: TopicPartition, nonce: string, timestamp: number): OutgoingRecord {
  return {
    topic,
    partition,
    key: reservedKey,
    value: null,
    timestamp,
    headers: { [barrierHeader]: Buffer.from(nonce) },
  };
}
