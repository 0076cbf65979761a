import { createCodec } from '@weir/codec';
import { DefinitionSource, erasureDueAt, sinkTopics, sinkTopology } from '@weir/delivery';
import { connectKafka, createGlobalTable, createStreamProcessor } from '@weir/kafka';
import { createMetrics, type Logger } from '@weir/observability';
import { type Component, createHttpEndpoint } from '@weir/service';
import { levelStores } from '@weir/store';
import type { Config } from './config.ts';
import { TaskCreator, type TaskCreatorOptions } from './handler.ts';
import { countTasks } from './metrics.ts';

/** The parts of the service in the order in which they start. */
export function createService(
  config: Config,
  now: () => number,
  logger: Logger,
  fail: (error: Error) => void,
): Component[] {
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, TOPIC_PREFIX } = config;
  const metrics = createMetrics('task-creator');
  const onWaiting = (line: string): void => logger.warn(line);
  const topics = sinkTopics(TOPIC_PREFIX);
  const codec = createCodec({ registryUrl: SCHEMA_REGISTRY_URL, topicPrefix: TOPIC_PREFIX, onWaiting });
  const kafka = connectKafka({ brokers: KAFKA_BROKERS, clientId: 'task-creator', logger, onWaiting });
  const table = createGlobalTable({ kafka, topic: topics.definitions, logger });
  const definitions = new DefinitionSource({
    table,
    codec,
    onProblem: (definition, { path, reason }) =>
      logger.error({ definition, path, reason }, 'definition cannot be used'),
  });
  const options: TaskCreatorOptions = {
    topics,
    codec,
    definitions,
    promoSecret: config.PROMO_SECRET ?? null,
    zone: config.ACCOUNT_TIME_ZONE,
    onTask: countTasks(metrics),
  };
  const processor = createStreamProcessor({
    kafka,
    topology: sinkTopology({
      group: 'task-creator',
      prefix: TOPIC_PREFIX,
      outputs: ['tasks', 'promoCodes'],
      dueAt: (key, value) => erasureDueAt(key, value) ?? Number.POSITIVE_INFINITY,
      createProcessor: () => new TaskCreator(options),
    }),
    openStore: levelStores({ directory: config.STATE_DIR }),
    clock: config.CLOCK === 'stream' ? { kind: 'stream' } : { kind: 'wall', now },
    logger,
    metrics,
    onFatal: (error) => fail(error as Error),
  });
  const { HTTP_HOST: host, HTTP_PORT: port } = config;
  return [
    createHttpEndpoint({ host, port, metrics, logger, isReady: () => processor.isReady() }),
    { name: 'kafka', start: () => Promise.resolve(), stop: () => kafka.close() },
    {
      name: 'schemas',
      start: () => codec.prepare(['customers', 'segment-events', 'definitions', 'tasks', 'promo-codes']),
      stop: () => Promise.resolve(),
    },
    table,
    processor,
  ];
}
