import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Codec,
  createCodec,
  desiredTopics,
  type RecordName,
  type RecordOf,
  type TopicId,
  topicName,
} from '@weir/codec';
import type { CustomerEvent, OrderEvent } from '@weir/engine';
import {
  type AdminPort,
  connectAdmin,
  connectKafka,
  type FetchedRecord,
  isReserved,
  type KafkaPort,
  type Publisher,
} from '@weir/kafka';
import { createSilentLogger } from '@weir/observability';
import { type ServiceProcess, startService } from '@weir/replay';

const partitions = 4;

/** Weir installed under a prefix of its own on the run's shared broker: topics, schemas, and services as real processes. */
export class Installation {
  readonly prefix: string;
  readonly kafka: KafkaPort;
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly partitions = partitions;
  readonly #admin: AdminPort;
  readonly #stateDir: string;
  readonly #services: ServiceProcess[] = [];

  private constructor(
    prefix: string,
    kafka: KafkaPort,
    codec: Codec,
    publisher: Publisher,
    admin: AdminPort,
    stateDir: string,
  ) {
    this.prefix = prefix;
    this.kafka = kafka;
    this.codec = codec;
    this.publisher = publisher;
    this.#admin = admin;
    this.#stateDir = stateDir;
  }

  static async open(name: string): Promise<Installation> {
    const { brokers, registryUrl } = stackOfThisRun();
    const prefix = `${name}-${process.pid}-${Date.now().toString(36)}-`;
    const options = { brokers, clientId: name, logger: createSilentLogger() };
    const admin = await connectAdmin(options);
    // Replayed records carry instants of years ago: they must not be dropped for their age.
    const wanted = desiredTopics({ partitions, prefix }).map((topic) => ({
      ...topic,
      config: { ...topic.config, 'retention.ms': '-1' },
    }));
    await admin.createTopics(wanted);
    const codec = createCodec({ registryUrl, topicPrefix: prefix });
    await codec.prepare([
      'customer-events',
      'order-events',
      'activity-events',
      'segment-events',
      'customers',
      'definitions',
      'message-events',
      'promo-codes',
      'tasks',
    ]);
    const kafka = connectKafka(options);
    const stateDir = await mkdtemp(join(tmpdir(), `weir-${name}-`));
    return new Installation(prefix, kafka, codec, await kafka.openPublisher(), admin, stateDir);
  }

  topic(id: TopicId): string {
    return topicName(id, this.prefix);
  }

  /** A service as a process of its own. Its state survives its end, so that it can be started again. */
  async start(service: string, settings: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
    const { brokers, registryUrl } = stackOfThisRun();
    const started = await startService(service, {
      PATH: process.env['PATH'] ?? '',
      KAFKA_BROKERS: brokers.join(','),
      SCHEMA_REGISTRY_URL: registryUrl,
      TOPIC_PREFIX: this.prefix,
      STATE_DIR: join(this.#stateDir, service),
      ACCOUNT_TIME_ZONE: 'Europe/Moscow',
      ACCOUNT_CURRENCY: 'RUB',
      LOG_LEVEL: 'info',
      ...settings,
    });
    this.#services.push(started);
    return started;
  }

  async define(kind: RecordOf<'definitions'>['kind'], id: string, document: object, version = 1): Promise<void> {
    const value = this.codec.encode('definitions', {
      kind,
      id,
      version,
      document: JSON.stringify(document),
      updatedAt: Date.now(),
      enabled: true,
    });
    const key = `${kind.toLowerCase()}/${id}`;
    await this.publisher.publish([
      { topic: this.topic('definitions'), partition: 0, key, value, timestamp: Date.now() },
    ]);
  }

  /** As a shop does: keyed by customer, partitioned by Kafka's murmur2. */
  async tell(...events: readonly (CustomerEvent | OrderEvent)[]): Promise<void> {
    await this.publisher.publish(
      events.map((event) => ({
        topic: this.topic('order' in event ? 'order-events' : 'customer-events'),
        partition: null,
        key: event.customerId,
        value:
          'order' in event ? this.codec.encode('order-events', event) : this.codec.encode('customer-events', event),
        timestamp: event.occurredAt,
      })),
    );
  }

  /** Everything committed to a topic so far, decoded, partition by partition in order. */
  async read<N extends RecordName & TopicId>(id: N): Promise<RecordOf<N>[]> {
    const records = await this.readRaw(id);
    const values = records.flatMap(({ value }) => (value === null ? [] : [value]));
    await this.codec.resolveSchemas(id, values);
    return values.map((value) => this.codec.decode(id, value));
  }

  /** Everything committed to a topic so far, without the runtime's own marks. */
  async readRaw(id: TopicId): Promise<FetchedRecord[]> {
    const found: FetchedRecord[] = [];
    for (let partition = 0; partition < partitions; partition++) {
      const source = { topic: this.topic(id), partition };
      const { high } = await this.kafka.watermarks(source);
      const reader = this.kafka.readPartition(source, 0);
      for (let position = 0; position < high;) {
        const batch = await reader.read(200);
        position = batch.nextOffset;
        found.push(...batch.records.filter((record) => !isReserved(record)));
      }
      await reader.close();
    }
    return found;
  }

  async close(): Promise<void> {
    await Promise.all(this.#services.map((service) => service.stop()));
    await this.publisher.close();
    await this.kafka.close();
    await this.#admin.deleteTopics(desiredTopics({ partitions, prefix: this.prefix }).map(({ topic }) => topic));
    await this.#admin.close();
    await rm(this.#stateDir, { recursive: true, force: true });
  }
}

function stackOfThisRun(): { brokers: string[]; registryUrl: string } {
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL } = process.env;
  if (!KAFKA_BROKERS || !SCHEMA_REGISTRY_URL)
    throw new Error('the integration project starts a broker and names it in KAFKA_BROKERS');
  return { brokers: KAFKA_BROKERS.split(','), registryUrl: SCHEMA_REGISTRY_URL };
}
