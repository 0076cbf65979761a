import { type Codec, type RecordOf, topicName } from '@weir/codec';
import { type FetchedRecord, isReserved, type KafkaPort } from '@weir/kafka';

export type StoredDefinition = RecordOf<'definitions'>;

const readPatienceMs = 500;

/**
 * Every definition on the topic in its last version, by its key `segment/<id>` and so on. Null stands for a record that cannot be decoded:
 * the key is taken, nothing else is known. Reads up to the end that the topic had when it was called.
 */
export async function readStoredDefinitions(
  kafka: KafkaPort,
  codec: Codec,
  topicPrefix: string,
): Promise<Map<string, StoredDefinition | null>> {
  const source = { topic: topicName('definitions', topicPrefix), partition: 0 };
  const { low, high } = await kafka.watermarks(source);
  const latest = new Map<string, Buffer>();
  const reader = kafka.readPartition(source, low);
  try {
    for (let position = low; position < high;) {
      const batch = await reader.read(readPatienceMs);
      for (const record of batch.records) keepLatest(latest, record);
      position = batch.nextOffset;
    }
  } finally {
    await reader.close();
  }
  await codec.resolveSchemas('definitions', [...latest.values()]);
  return new Map([...latest].map(([key, value]) => [key, decodeOrNull(codec, value)]));
}

function keepLatest(latest: Map<string, Buffer>, record: FetchedRecord): void {
  if (record.key === null || isReserved(record)) return;
  const key = record.key.toString();
  if (record.value === null) latest.delete(key);
  else latest.set(key, record.value);
}

function decodeOrNull(codec: Codec, value: Buffer): StoredDefinition | null {
  try {
    return codec.decode('definitions', value);
  } catch {
    return null;
  }
}
