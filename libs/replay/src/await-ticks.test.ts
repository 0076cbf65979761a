import { describe, expect, test } from '@jest/globals';
import { type FetchedRecord, tickRecord, type TopicPartition } from '@weir/kafka';
import { MemoryKafka } from '@weir/kafka/testing';
import { awaitTicks } from './await-ticks.ts';

const topic = 'segment-events';
const partitions = 2;

function kafkaWithTopic(): MemoryKafka {
  const kafka = new MemoryKafka();
  kafka.createTopic(topic, partitions);
  return kafka;
}

const record = (partition: number, value: string) => ({
  topic,
  partition,
  key: 'c1',
  value: Buffer.from(value),
  timestamp: 1,
});
const tick = (partition: number, instant: number) => tickRecord({ topic, partition }, instant);

describe('awaitTicks', () => {
  test('hands over every record before the last tick of each partition, and ends with the slowest', async () => {
    const kafka = kafkaWithTopic();
    const publisher = await kafka.openPublisher();
    await publisher.publish([record(0, 'a'), tick(0, 5), record(0, 'b'), tick(0, 20), record(1, 'c'), tick(1, 9)]);
    const seen: string[] = [];
    const reached: number[] = [];
    await awaitTicks({
      ...{ kafka, topics: [topic], partitions, until: 10 },
      onRecords: ({ partition }: TopicPartition, records: readonly FetchedRecord[]) => {
        seen.push(...records.map(({ value }) => `${partition}${value?.toString()}`));
      },
      onReached: (instant) => {
        reached.push(instant);
        // Partition 1 is behind until this comes.
        if (instant === 9) void publisher.publish([record(1, 'd'), tick(1, 10)]);
      },
    });
    expect(seen.filter((value) => value.startsWith('0'))).toEqual(['0a', '0b']);
    expect(seen.filter((value) => value.startsWith('1'))).toEqual(['1c', '1d']);
    expect(reached.at(-1)).toBe(10);
  });

  test('rejects with the reason it was told to give up for', async () => {
    const stop = new AbortController();
    const waiting = awaitTicks({
      kafka: kafkaWithTopic(),
      topics: [topic],
      partitions,
      until: 10,
      signal: stop.signal,
    });
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });

  test('a record that cannot be taken ends all of it', async () => {
    const kafka = kafkaWithTopic();
    await (await kafka.openPublisher()).publish([record(1, 'bad')]);
    const onRecords = () => {
      throw new Error('no Avro');
    };
    await expect(awaitTicks({ kafka, topics: [topic], partitions, until: 10, onRecords })).rejects.toThrow('no Avro');
  });
});
