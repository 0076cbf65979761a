import { type RecordOf, topicName } from '@weir/codec';
import { type Cluster } from './cluster.ts';
import { type Observed } from './observed.ts';

type ObservedTopic = 'segment-events' | 'message-events' | 'tasks' | 'promo-codes';

const readPatienceMs = 500;

/** Reads what the services have written, from the beginning of each topic to its end as it is now. */
export async function readOutcome(cluster: Cluster): Promise<Omit<Observed, 'letters' | 'sms'>> {
  const [transitions, messages, tasks, promoCodes] = await Promise.all([
    readTopic(cluster, 'segment-events'),
    readTopic(cluster, 'message-events'),
    readTopic(cluster, 'tasks'),
    readTopic(cluster, 'promo-codes'),
  ]);
  return { transitions, messages, tasks, promoCodes };
}

async function readTopic<N extends ObservedTopic>(cluster: Cluster, id: N): Promise<RecordOf<N>[]> {
  const partitions = Array.from({ length: cluster.partitions }, (_, partition) =>
    readPartition(cluster, id, partition),
  );
  return (await Promise.all(partitions)).flat();
}

async function readPartition<N extends ObservedTopic>(
  { kafka, codec, topicPrefix }: Cluster,
  id: N,
  partition: number,
): Promise<RecordOf<N>[]> {
  const source = { topic: topicName(id, topicPrefix), partition };
  const { low, high } = await kafka.watermarks(source);
  const reader = kafka.readPartition(source, low);
  const found: RecordOf<N>[] = [];
  try {
    for (let position = low; position < high;) {
      const { records, nextOffset } = await reader.read(readPatienceMs);
      // Ticks, barriers and erasures have no value.
      const values = records.flatMap(({ value }) => value ?? []);
      await codec.resolveSchemas(id, values);
      found.push(...values.map((value) => codec.decode(id, value)));
      position = nextOffset;
    }
  } finally {
    await reader.close();
  }
  return found;
}
