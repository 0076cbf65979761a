import { kafkaPortConformance } from './conformance.ts';
import { MemoryKafka } from './memory-kafka.ts';

kafkaPortConformance('memory-kafka', () => {
  const kafka = new MemoryKafka();
  return Promise.resolve({
    kafka,
    other: kafka,
    createTopic: (topic, partitions) => Promise.resolve(kafka.createTopic(topic, partitions)),
    trim: (source, offset) => Promise.resolve(kafka.log(source).trim(offset)),
    leaveOpen: async (id, records) => {
      const written = Promise.withResolvers<void>();
      const producer = kafka.producer(id, (stage) => {
        if (stage === 'records-written') written.resolve();
        return new Promise(() => undefined);
      });
      void producer.commit(records);
      await written.promise;
    },
    close: () => kafka.close(),
  });
});
