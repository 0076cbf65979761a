import { expect, test } from '@jest/globals';
import { MemoryKafka } from '@weir/kafka/testing';
import { requireDefinitionsTopic } from './require-topic.ts';

test('says what to run when the topic of definitions is not there', async () => {
  const kafka = new MemoryKafka();
  await expect(requireDefinitionsTopic(kafka, 'x-')).rejects.toMatchObject({
    code: 'WEIR_TOPIC_MISSING',
    message: "The topic x-definitions does not exist: run 'npm run topics -- apply' first.",
  });
  kafka.createTopic('x-definitions', 1);
  await requireDefinitionsTopic(kafka, 'x-');
});
