import { expect, test } from '@jest/globals';
import { type Publisher, tickRecord } from '@weir/kafka';
import { ticksLast } from './year.ts';

test('a tick is sent after the events that it promises, however large their batch', async () => {
  const sent: string[][] = [];
  const publisher: Publisher = {
    publish: async (records) => void sent.push(records.map(({ partition }) => String(partition))),
    close: async () => undefined,
  };
  const event = { topic: 't', partition: null, key: 'hh-1', value: Buffer.from('x'), timestamp: 1 };
  await ticksLast(publisher).publish([event, tickRecord({ topic: 't', partition: 0 }, 1), event]);
  expect(sent).toEqual([['null', 'null'], ['0']]);
});
