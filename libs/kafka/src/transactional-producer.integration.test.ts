import net from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSilentLogger } from '@weir/observability';
import { type AdminPort, connectAdmin } from './kafkajs-admin.ts';
import { type ISocketFactory } from './client.ts';
import { connectKafka } from './kafkajs-port.ts';
import { type FetchedRecord, type KafkaPort, type OutgoingRecord, type TopicPartition } from './port.ts';

const options = {
  brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','),
  clientId: 'producer-test',
  logger: createSilentLogger(),
};
const endTxnKey = 26;
const apiKeyAt = 4;

type Loss = 'request' | 'answer';

/** Sockets that, once armed, lose the request that ends a transaction, or the answer to it. */
function losingSockets(): { socketFactory: ISocketFactory; arm(loss: Loss): void } {
  let armed: Loss | undefined;
  const socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = net.connect({ host, port }, onConnect);
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    const emit = socket.emit.bind(socket) as (...args: unknown[]) => boolean;
    let isDeaf = false;
    socket.write = (bytes: Buffer, ...rest: unknown[]) => {
      if (armed !== undefined && bytes.readInt16BE(apiKeyAt) === endTxnKey) {
        isDeaf = true;
        if (armed === 'request') return true;
      }
      return write(bytes, ...rest);
    };
    socket.emit = ((event: string, ...args: unknown[]) =>
      (isDeaf && event === 'data') || emit(event, ...args)) as typeof socket.emit;
    return socket;
  };
  return { socketFactory, arm: (loss) => (armed = loss) };
}

let admin: AdminPort;
let kafka: KafkaPort;
beforeAll(async () => {
  admin = await connectAdmin(options);
  kafka = connectKafka(options);
});
afterAll(() => Promise.all([admin.close(), kafka.close()]));

function record(place: TopicPartition, value: string): OutgoingRecord {
  return { ...place, key: 'k', value: Buffer.from(value), timestamp: 1 };
}

async function textsUpTo(place: TopicPartition, last: string): Promise<string[]> {
  const reader = kafka.readPartition(place, 0);
  const records: FetchedRecord[] = [];
  while (String(records.at(-1)?.value) !== last) records.push(...(await reader.read(500)).records);
  await reader.close();
  return records.map(({ value }) => String(value));
}

const cases: [Loss, string[]][] = [
  ['request', ['before', 'after']],
  ['answer', ['before', 'in doubt', 'after']],
];

test.each(cases)(
  'when the %s of the end is lost, the outcome is in doubt, and the log tells it',
  async (loss, expected) => {
    const place = { topic: `lost-${loss}-${process.pid}-${performance.now().toFixed(0)}`, partition: 0 };
    await admin.createTopics([{ topic: place.topic, partitions: 1 }]);
    const sockets = losingSockets();
    const lossy = connectKafka({ ...options, socketFactory: sockets.socketFactory, requestTimeoutMs: 1_000 });
    const producer = await lossy.openProducer(`${place.topic}-tx`);
    await producer.commit([record(place, 'before')]);
    sockets.arm(loss);
    await expect(producer.commit([record(place, 'in doubt')])).rejects.toMatchObject({ code: 'WEIR_COMMIT_IN_DOUBT' });
    await expect(producer.commit([record(place, 'again')])).rejects.toMatchObject({ code: 'WEIR_COMMIT_REJECTED' });

    const successor = await kafka.openProducer(`${place.topic}-tx`);
    await successor.commit([record(place, 'after')]);
    expect(await textsUpTo(place, 'after')).toEqual(expected);
    await Promise.all([producer.close(), successor.close(), lossy.close()]);
    await admin.deleteTopics([place.topic]);
  },
);

test('a record that the broker refuses for its size rejects the whole transaction', async () => {
  const place = { topic: `too-large-${process.pid}`, partition: 0 };
  await admin.createTopics([{ topic: place.topic, partitions: 1, config: { 'max.message.bytes': '20000' } }]);
  const producer = await kafka.openProducer(`${place.topic}-tx`);
  const outcome = producer.commit([record(place, 'small'), record(place, 'x'.repeat(30_000))]);
  await expect(outcome).rejects.toMatchObject({ code: 'WEIR_COMMIT_REJECTED' });
  const successor = await kafka.openProducer(`${place.topic}-tx`);
  await successor.commit([record(place, 'after')]);
  expect(await textsUpTo(place, 'after')).toEqual(['after']);
  await Promise.all([producer.close(), successor.close()]);
  await admin.deleteTopics([place.topic]);
});

test('while no broker answers, opening and reading wait and say so; then they go on by themselves', async () => {
  const [host, port] = (options.brokers[0] as string).split(':') as [string, string];
  const lines: string[] = [];
  let isUp = false;
  const gate = net.createServer((client) => {
    if (!isUp) return void client.destroy();
    const upstream = net.connect({ host, port: Number(port) });
    client.pipe(upstream).on('error', () => client.destroy());
    upstream.pipe(client).on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(gate.address() as net.AddressInfo).port}`;
  const waiting = connectKafka({ ...options, brokers: [address], onWaiting: (line) => lines.push(line) });
  const opened = waiting.openProducer(`gate-${process.pid}`);
  const counted = waiting.partitionCounts(['no-such-topic']);
  while (!lines.some((line) => line.includes(address))) await new Promise((resolve) => setTimeout(resolve, 20));
  isUp = true;
  expect((await counted).size).toBe(0);
  await (await opened).close();
  expect(lines[0]).toMatch(/^Waiting for Kafka at 127\.0\.0\.1:\d+: .+\.$/);
  await waiting.close();
  gate.close();
});
