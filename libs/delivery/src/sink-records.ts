import { type Codec, type SegmentEvent } from '@weir/codec';
import { type SinkRecord } from './sink-cycle.ts';

/** What all sinks read, and what they need to read it. */
export interface SinkReading {
  /** Names on the broker. */
  readonly topics: { readonly segmentEvents: string; readonly customers: string };
  readonly codec: Pick<Codec, 'decode' | 'resolveSchemas'>;
  readonly definitions: { refresh(): Promise<void> };
}

/** Resolves when the records can be decided on: with the latest definitions, and the schemas they were written with. */
export async function prepareRecords(records: readonly SinkRecord[], reading: SinkReading): Promise<void> {
  const { codec, definitions, topics } = reading;
  await definitions.refresh();
  const valuesOf = (topic: string) => records.filter((record) => record.topic === topic).map(({ value }) => value);
  await codec.resolveSchemas('customers', valuesOf(topics.customers));
  await codec.resolveSchemas('segment-events', valuesOf(topics.segmentEvents));
}

/** What a record says: a segment event, that a customer was erased, or null for a row that the runtime has put into its store already. */
export function readRecord(
  record: SinkRecord,
  { codec, topics }: Omit<SinkReading, 'definitions'>,
): { readonly event: SegmentEvent } | { readonly erased: string } | null {
  if (record.topic === topics.segmentEvents)
    return { event: codec.decode('segment-events', record.value ?? new Uint8Array()) };
  return record.value === null && record.key !== null ? { erased: record.key.toString() } : null;
}
