import { expect, test } from '@jest/globals';
import { MemoryKafka } from '@weir/kafka/testing';
import { readDeadLetters } from './dead-letters.ts';

test('tells of each record that was put aside where it was and why', async () => {
  const kafka = new MemoryKafka();
  const topic = 'r-segment-evaluator-dead-letter';
  kafka.createTopic(topic, 2);
  expect(await readDeadLetters(kafka, 'r-', 2)).toEqual([]);
  const texts = {
    'weir-topic': 'r-order-events',
    'weir-partition': '1',
    'weir-offset': '7',
    'weir-error-code': 'WEIR_X',
    'weir-error-reason': 'no',
  };
  const headers = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]));
  const publisher = await kafka.openPublisher();
  await publisher.publish([{ topic, partition: 1, key: 'c1', value: null, timestamp: 1, headers }]);
  expect(await readDeadLetters(kafka, 'r-', 2)).toEqual(['r-order-events/1/7: WEIR_X: no']);
});
