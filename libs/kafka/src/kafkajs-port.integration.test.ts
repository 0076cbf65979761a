import { createSilentLogger } from '@weir/observability';
import { Client, request } from './client.ts';
import { kafkaPortConformance } from './conformance.ts';
import { connectAdmin } from './kafkajs-admin.ts';
import { connectKafka } from './kafkajs-port.ts';
import { MetadataCache } from './metadata-cache.ts';
import { type OutgoingRecord, topicPartitionKey } from './port.ts';
import { produceBatches } from './produce-request.ts';

const options = {
  brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','),
  clientId: 'conformance',
  logger: createSilentLogger(),
};

kafkaPortConformance('the KafkaJS port', async () => {
  const admin = await connectAdmin(options);
  const kafka = connectKafka(options);
  const other = connectKafka(options);
  const client = new Client(options);
  const metadata = new MetadataCache(client);
  return {
    kafka,
    other,
    createTopic: async (topic, partitions) => void (await admin.createTopics([{ topic, partitions }])),
    trim: (source, offset) => admin.trim(source, offset),
    leaveOpen: (transactionalId, records) => leaveOpen(client, metadata, transactionalId, records),
    close: async () => {
      await Promise.all([metadata.close(), kafka.close(), other.close(), admin.close()]);
    },
  };
});

/** The requests of a transaction, up to the one that would end it. All topics of these tests are led by one broker. */
async function leaveOpen(
  client: Client,
  metadata: MetadataCache,
  transactionalId: string,
  records: readonly OutgoingRecord[],
): Promise<void> {
  const coordinator = await metadata.transactionCoordinator(transactionalId);
  const connection = await client.connect(coordinator, metadata.versions);
  const answer = await request(connection, 'InitProducerId', { transactionalId, transactionTimeout: 60_000 });
  const { producerId, producerEpoch } = answer as { producerId: string; producerEpoch: number };
  const identity = { transactionalId, producerId: Number(producerId), producerEpoch };
  const places = [
    ...new Map(
      records.map(({ topic, partition }) => [topicPartitionKey({ topic, partition }), { topic, partition }]),
    ).values(),
  ];
  const topics = places.map(({ topic, partition }) => ({ topic, partitions: [partition] }));
  await request(connection, 'AddPartitionsToTxn', { ...identity, topics });
  const batches = places.map((place) => ({
    ...place,
    firstSequence: 0,
    records: records.filter(({ topic, partition }) => topic === place.topic && partition === place.partition),
  }));
  // A topic that was made a moment ago may not have its leader yet; then the broker writes nothing and says so.
  for (let isWritten = false; !isWritten;) {
    const results = await produceBatches(connection, identity, batches);
    isWritten = [...results.values()].every(({ errorCode }) => errorCode === 0);
  }
  await connection.disconnect();
}
