import { Kafka, logLevel, Partitioners } from 'kafkajs';

/**
 * The least that an exactly-once consumer of these topics does with plain kafkajs: read a batch, write one record for each, commit both in
 * one transaction. No state, no decisions: what the client and the broker cost by themselves.
 */
const [brokers, input, output] = process.argv.slice(2) as [string, string, string];
const transactional = { initialRetryTime: 5, multiplier: 1.5, maxRetryTime: 500, retries: 60 };

process.removeAllListeners('warning');
const kafka = new Kafka({
  clientId: 'plain-loop',
  brokers: brokers.split(','),
  logLevel: logLevel.ERROR,
  retry: transactional,
});
const groupId = `${output}-group`;
const consumer = kafka.consumer({ groupId, readUncommitted: false, maxWaitTimeInMs: 50 });
const producers = new Map<number, ReturnType<typeof kafka.producer>>();

async function producerOf(partition: number) {
  const known = producers.get(partition);
  if (known !== undefined) return known;
  const producer = kafka.producer({
    transactionalId: `${groupId}-${partition}`,
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  producers.set(partition, producer);
  return producer;
}

await consumer.connect();
await consumer.subscribe({ topic: input, fromBeginning: true });
await consumer.run({
  autoCommit: false,
  partitionsConsumedConcurrently: 8,
  eachBatch: async ({ batch }) => {
    const producer = await producerOf(batch.partition);
    for (let start = 0; start < batch.messages.length; start += 2_000) {
      const messages = batch.messages.slice(start, start + 2_000);
      const transaction = await producer.transaction();
      await transaction.send({
        topic: output,
        messages: messages.map(({ key, value, timestamp }) => ({ key, value, timestamp, partition: batch.partition })),
      });
      const offset = String(Number(messages.at(-1)?.offset) + 1);
      await transaction.sendOffsets({
        consumerGroupId: groupId,
        topics: [{ topic: input, partitions: [{ partition: batch.partition, offset }] }],
      });
      await transaction.commit();
    }
  },
});
