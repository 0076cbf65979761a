import { createCodec, topicName } from '@weir/codec';
import { connectKafka, type Publisher } from '@weir/kafka';
import { Counter, createMetrics, Gauge, type Logger } from '@weir/observability';
import { type Component, createHttpEndpoint } from '@weir/service';
import type { Config } from './config.ts';
import { openDatabase } from './database.ts';
import { lockDatabase } from './database-lock.ts';
import { toDeadLetters } from './dead-letters.ts';
import { ExportSink } from './export-sink.ts';
import { Ingest } from './ingest.ts';

/** The parts of the service in the order in which they start. */
export function createService(config: Config, logger: Logger, fail: (error: Error) => void): Component[] {
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, TOPIC_PREFIX } = config;
  const metrics = createMetrics('export-sink');
  const onWaiting = (line: string): void => logger.warn(line);
  const codec = createCodec({ registryUrl: SCHEMA_REGISTRY_URL, topicPrefix: TOPIC_PREFIX, onWaiting });
  const kafka = connectKafka({ brokers: KAFKA_BROKERS, clientId: 'export-sink', logger, onWaiting });
  const lock = lockDatabase(config.database);
  const database = openDatabase(config.database);
  const rows = new Counter({
    name: 'weir_export_sink_records_total',
    help: 'Records written to the database, by topic.',
    labelNames: ['topic'],
    registers: [metrics],
  });
  const lag = new Gauge({
    name: 'weir_export_sink_lag_records',
    help: 'Records not yet written to the database.',
    labelNames: ['topic', 'partition'],
    registers: [metrics],
  });
  let publisher: Publisher | null = null;
  const sink = new ExportSink({
    kafka,
    ingest: new Ingest(database, codec),
    groupId: `${TOPIC_PREFIX}${config.EXPORT_GROUP}`,
    topics: {
      customers: topicName('customers', TOPIC_PREFIX),
      'segment-events': topicName('segment-events', TOPIC_PREFIX),
      definitions: topicName('definitions', TOPIC_PREFIX),
    },
    logger,
    async setAside(source, records) {
      publisher ??= await kafka.openPublisher();
      await publisher.publish(toDeadLetters(topicName('export-sink-dead-letter', TOPIC_PREFIX), source, records));
      logger.error(
        { ...source, offsets: records.map(({ record }) => record.offset) },
        'records set aside: they cannot be read',
      );
    },
    onProgress(topic, partition, written, behind) {
      rows.inc({ topic }, written);
      lag.set({ topic, partition: String(partition) }, behind);
    },
    onFatal: fail,
  });
  const { HTTP_HOST: host, HTTP_PORT: port } = config;
  return [
    createHttpEndpoint({ host, port, metrics, logger, isReady: () => sink.isReady() }),
    { name: 'lock', start: () => Promise.resolve(), stop: () => Promise.resolve(lock.release()) },
    { name: 'database', start: () => Promise.resolve(), stop: () => Promise.resolve(database.close()) },
    { name: 'kafka', start: () => Promise.resolve(), stop: () => kafka.close() },
    {
      name: 'schemas',
      start: () => codec.prepare(['customers', 'segment-events', 'definitions']),
      stop: () => Promise.resolve(),
    },
    { name: 'dead-letters', start: () => Promise.resolve(), stop: () => publisher?.close() ?? Promise.resolve() },
    sink,
  ];
}
