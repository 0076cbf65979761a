import { createSilentLogger } from '@weir/observability';
import { Client } from './client.ts';
import { kafkaPortConformance } from './conformance.ts';
import { connectAdmin } from './kafkajs-admin.ts';
import { connectKafka } from './kafkajs-port.ts';

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
  return {
    kafka,
    other,
    createTopic: async (topic, partitions) => void (await admin.createTopics([{ topic, partitions }])),
    trim: (source, offset) => admin.trim(source, offset),
    leaveOpen: async (id, records) => {
      const producer = client.transactionalProducer(id);
      await producer.connect();
      const transaction = await producer.transaction();
      for (const { topic, partition, key, value, timestamp } of records) {
        await transaction.send({
          topic,
          messages: [
            { key, partition, timestamp: String(timestamp), value: value === null ? null : Buffer.from(value) },
          ],
        });
      }
      await producer.disconnect();
    },
    close: async () => {
      await Promise.all([kafka.close(), other.close(), admin.close()]);
    },
  };
});
