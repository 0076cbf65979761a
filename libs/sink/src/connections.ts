import { type Codec, createCodec, type RecordName } from '@weir/codec';
import { connectKafka, type KafkaPort } from '@weir/kafka';
import { createMetrics, type Logger, type Metrics } from '@weir/observability';
import { type commonSettings, type Component, createHttpEndpoint } from '@weir/service';
import { type z } from 'zod';

export interface Connections {
  readonly metrics: Metrics;
  readonly codec: Codec;
  readonly kafka: KafkaPort;
  /**
   * What starts before a sink's own parts and stops after them: health and metrics first, so that an operator sees a service that waits;
   * then Kafka, and the schemas of what it reads and writes.
   */
  readonly parts: (isReady: () => boolean, records: readonly RecordName[]) => Component[];
}

/** What every sink stands on. Nothing is connected before its parts are started. */
export function createConnections(name: string, config: z.output<typeof commonSettings>, logger: Logger): Connections {
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, TOPIC_PREFIX, HTTP_HOST: host, HTTP_PORT: port } = config;
  const onWaiting = (line: string): void => logger.warn(line);
  const metrics = createMetrics(name);
  const codec = createCodec({ registryUrl: SCHEMA_REGISTRY_URL, topicPrefix: TOPIC_PREFIX, onWaiting });
  const kafka = connectKafka({ brokers: KAFKA_BROKERS, clientId: name, logger, onWaiting });
  return {
    metrics,
    codec,
    kafka,
    parts: (isReady, records) => [
      createHttpEndpoint({ host, port, metrics, logger, isReady }),
      stopping('kafka', () => kafka.close()),
      { name: 'schemas', start: () => codec.prepare(records), stop: () => Promise.resolve() },
    ],
  };
}

/** A part that needs no start. */
export function stopping(name: string, stop: () => Promise<void> | void): Component {
  return { name, start: () => Promise.resolve(), stop: async () => stop() };
}
