import { createCodec } from '@weir/codec';
import { connectKafka, createGlobalTable, createStreamProcessor } from '@weir/kafka';
import { createMetrics, type Logger } from '@weir/observability';
import { type Component, createHttpEndpoint } from '@weir/service';
import { levelStores } from '@weir/store';
import { CatalogSource } from './catalog.ts';
import type { Config } from './config.ts';
import { Customers } from './customers.ts';
import { Evaluator } from './evaluator.ts';
import { createEvaluatorMetrics } from './metrics.ts';
import { eventTopics, evaluatorTopics, evaluatorTopology } from './topology.ts';

/** The parts of the service in the order in which they start. */
export function createService(
  config: Config,
  now: () => number,
  logger: Logger,
  fail: (error: Error) => void,
): Component[] {
  const metrics = createMetrics('segment-evaluator');
  const evaluatorMetrics = createEvaluatorMetrics(metrics);
  const onWaiting = (line: string): void => logger.warn(line);
  const topics = evaluatorTopics(config.TOPIC_PREFIX);
  const codec = createCodec({ registryUrl: config.SCHEMA_REGISTRY_URL, topicPrefix: config.TOPIC_PREFIX, onWaiting });
  const kafka = connectKafka({ brokers: config.KAFKA_BROKERS, clientId: 'segment-evaluator', logger, onWaiting });
  const table = createGlobalTable({ kafka, topic: topics.definitions, logger });
  const catalog = new CatalogSource({ table, codec, account: config.account, logger, metrics: evaluatorMetrics });

  const createProcessor = (): Evaluator => {
    const customers = new Customers({
      codec,
      statusGroups: config.account.statusGroups,
      cacheSize: config.CACHE_CUSTOMERS,
    });
    return new Evaluator({
      topics,
      codec,
      customers,
      currentCatalog: () => catalog.current(),
      metrics: evaluatorMetrics,
    });
  };
  const processor = createStreamProcessor({
    kafka,
    topology: evaluatorTopology(topics, config.TOPIC_PREFIX, codec, createProcessor),
    openStore: levelStores({ directory: config.STATE_DIR }),
    clock: config.CLOCK === 'stream' ? { kind: 'stream' } : { kind: 'wall', now },
    limits: { recordsPerCycle: config.MAX_RECORDS_PER_COMMIT },
    logger,
    metrics,
    onFatal: (error) => fail(error as Error),
  });
  const schemas: Component = {
    name: 'schemas',
    start: () => codec.prepare([...eventTopics, 'segment-events', 'customers', 'definitions']),
    stop: () => Promise.resolve(),
  };
  const connection: Component = { name: 'kafka', start: () => Promise.resolve(), stop: () => kafka.close() };
  const endpoint = createHttpEndpoint({
    host: config.HTTP_HOST,
    port: config.HTTP_PORT,
    metrics,
    logger,
    isReady: () => processor.isReady(),
  });
  return [endpoint, connection, schemas, table, processor];
}
