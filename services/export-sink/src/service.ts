import { topicName } from '@weir/codec';
import { DeadLetterLog, type Publisher } from '@weir/kafka';
import { Counter, Gauge } from '@weir/observability';
import { type Component } from '@weir/service';
import { createConnections, stopping, type Surroundings } from '@weir/sink';
import type { Config } from './config.ts';
import { openDatabase } from './database.ts';
import { lockDatabase } from './database-lock.ts';
import { toDeadLetters } from './dead-letters.ts';
import { ExportSink } from './export-sink.ts';
import { Ingest } from './ingest.ts';

/** The parts of the service in the order in which they start. */
export function createService(config: Config, { logger, fail }: Surroundings): Component[] {
  const { TOPIC_PREFIX } = config;
  const { metrics, codec, kafka, parts } = createConnections('export-sink', config, logger);
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
  const deadLetters = new DeadLetterLog(logger);
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
      for (const { record, error } of records)
        deadLetters.note({ ...source, offset: record.offset }, { code: error.code, reason: error.message });
    },
    onProgress(topic, partition, written, behind) {
      rows.inc({ topic }, written);
      lag.set({ topic, partition: String(partition) }, behind);
    },
    onFatal: fail,
  });
  return [
    stopping('lock', () => lock.release()),
    stopping('database', () => database.close()),
    ...parts(() => sink.isReady(), ['customers', 'segment-events', 'definitions']),
    stopping('dead-letters', async () => {
      deadLetters.flush();
      await publisher?.close();
    }),
    sink,
  ];
}
