import { type Codec, createCodec, desiredTopics, topicName } from '@weir/codec';
import { connectAdmin, connectKafka, type KafkaPort, type OutgoingRecord, type Publisher } from '@weir/kafka';
import { createSilentLogger } from '@weir/observability';
import { startStack } from '@weir/stack';
import { benchSegments } from './segments.ts';
import { createShop, type Shop } from './shop.ts';

export interface WorkloadSize {
  readonly customers: number;
  readonly orders: number;
  readonly partitions: number;
}

export interface BenchTopics {
  readonly 'customer-events': string;
  readonly 'order-events': string;
  readonly 'segment-events': string;
  readonly definitions: string;
  /** Where the plain loop copies the orders to. */
  readonly plain: string;
}

/** A cluster of its own topics, the shop that fills them, and what it takes to write to and read from them. */
export interface Workload {
  readonly size: WorkloadSize;
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  readonly prefix: string;
  readonly topics: BenchTopics;
  readonly kafka: KafkaPort;
  readonly publisher: Publisher;
  readonly codec: Codec;
  readonly shop: Shop;
  close(): Promise<void>;
}

export type BenchRecord = Omit<OutgoingRecord, 'partition'> & { readonly partition: number | null };

export async function openWorkload(size: WorkloadSize, say: (line: string) => void): Promise<Workload> {
  const stack = await startStack({ onProgress: say });
  const prefix = `bench-${Date.now().toString(36)}-`;
  const clientOptions = { brokers: stack.brokers, clientId: 'bench', logger: createSilentLogger(), onWaiting: say };
  const kafka = connectKafka(clientOptions);
  const topics = benchTopics(prefix);
  const admin = await connectAdmin(clientOptions);
  const wanted = [
    ...desiredTopics({ partitions: size.partitions, prefix }),
    { topic: topics.plain, partitions: size.partitions },
  ];
  await admin.createTopics(wanted);
  const codec = createCodec({ registryUrl: stack.registryUrl, topicPrefix: prefix, onWaiting: say });
  await codec.prepare(['customer-events', 'order-events', 'segment-events', 'definitions']);
  const publisher = await kafka.openPublisher();
  const shop = createShop(size.customers, 1);
  return {
    size,
    brokers: stack.brokers,
    registryUrl: stack.registryUrl,
    prefix,
    topics,
    kafka,
    publisher,
    codec,
    shop,
    async close() {
      await publisher.close();
      await admin.deleteTopics(wanted.map(({ topic }) => topic));
      await admin.close();
      await kafka.close();
      await stack.stop();
    },
  };
}

function benchTopics(prefix: string): BenchTopics {
  return {
    'customer-events': topicName('customer-events', prefix),
    'order-events': topicName('order-events', prefix),
    'segment-events': topicName('segment-events', prefix),
    definitions: topicName('definitions', prefix),
    plain: `${prefix}plain`,
  };
}

const recordsPerPublish = 5_000;

/** The segments, then every customer's profile, then all orders. */
export async function publishBacklog(workload: Workload): Promise<void> {
  const { codec, topics, shop, size } = workload;
  const now = Date.now();
  await workload.publisher.publish(benchSegments.map((document) => definitionRecord(document, workload, now)));
  await publishInPieces(workload, size.customers, (index) => {
    const event = shop.profile(index, now);
    return { topic: topics['customer-events'], key: event.customerId, value: codec.encode('customer-events', event) };
  });
  await publishInPieces(workload, size.orders, (index) =>
    orderRecord(workload, shop.pastOrder(index, size.orders, now)),
  );
}

export function orderRecord(
  { codec, topics }: Workload,
  event: ReturnType<Shop['freshOrder']>,
): Pick<BenchRecord, 'topic' | 'key' | 'value'> {
  return { topic: topics['order-events'], key: event.customerId, value: codec.encode('order-events', event) };
}

function definitionRecord(document: { readonly id: string }, { codec, topics }: Workload, now: number): BenchRecord {
  const { id } = document;
  const value = codec.encode('definitions', {
    kind: 'SEGMENT',
    id,
    version: 1,
    document: JSON.stringify(document),
    updatedAt: now,
    enabled: true,
  });
  return { topic: topics.definitions, partition: 0, key: `segment/${id}`, value, timestamp: now };
}

async function publishInPieces(
  { publisher }: Workload,
  count: number,
  make: (index: number) => Pick<BenchRecord, 'topic' | 'key' | 'value'>,
): Promise<void> {
  for (let start = 0; start < count; start += recordsPerPublish) {
    const length = Math.min(recordsPerPublish, count - start);
    const timestamp = Date.now();
    await publisher.publish(
      Array.from({ length }, (_, index) => ({ ...make(start + index), partition: null, timestamp })),
    );
  }
}
