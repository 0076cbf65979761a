import { createCodec } from '@weir/codec';
import {
  createSmsChannel,
  DefinitionSource,
  MessageSink,
  type MessageSinkOptions,
  type OwnClaims,
  readRetry,
  sinkStateDueAt,
  sinkStores,
  sinkTopics,
  sinkTopology,
  type Sms,
} from '@weir/delivery';
import { connectKafka, createGlobalTable, createStreamProcessor } from '@weir/kafka';
import { createMetrics, type Logger } from '@weir/observability';
import { type Component, createHttpEndpoint } from '@weir/service';
import { levelStores } from '@weir/store';
import type { Config } from './config.ts';
import { countEndings } from './metrics.ts';
import { createTwilioProvider } from './twilio-provider.ts';

/** The parts of the service in the order in which they start. */
export function createService(
  config: Config,
  now: () => number,
  logger: Logger,
  fail: (error: Error) => void,
): Component[] {
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, TOPIC_PREFIX } = config;
  const metrics = createMetrics('sms');
  const onWaiting = (line: string): void => logger.warn(line);
  const topics = sinkTopics(TOPIC_PREFIX);
  const codec = createCodec({ registryUrl: SCHEMA_REGISTRY_URL, topicPrefix: TOPIC_PREFIX, onWaiting });
  const kafka = connectKafka({ brokers: KAFKA_BROKERS, clientId: 'sms', logger, onWaiting });
  const table = createGlobalTable({ kafka, topic: topics.definitions, logger });
  const definitions = new DefinitionSource({
    table,
    codec,
    onProblem: (definition, { path, reason }) =>
      logger.error({ definition, path, reason }, 'definition cannot be used'),
  });
  const provider = createTwilioProvider({
    accountSid: config.TWILIO_ACCOUNT_SID,
    authToken: config.TWILIO_AUTH_TOKEN,
    baseUrl: config.TWILIO_BASE_URL ?? null,
    timeoutMs: config.PROVIDER_TIMEOUT_SECONDS * 1_000,
  });
  const sink: MessageSinkOptions<Sms> = {
    channel: createSmsChannel({ defaultFrom: config.SMS_FROM }),
    provider,
    topics,
    stores: sinkStores,
    codec,
    definitions,
    promoSecret: config.PROMO_SECRET,
    zone: config.ACCOUNT_TIME_ZONE,
    retry: readRetry(config),
    onEnded: countEndings(metrics),
  };
  const ownClaims: OwnClaims = new Map();
  const processor = createStreamProcessor({
    kafka,
    topology: sinkTopology({
      group: 'sms',
      prefix: TOPIC_PREFIX,
      outputs: ['messageEvents', 'promoCodes'],
      dueAt: sinkStateDueAt,
      createProcessor: () => new MessageSink(sink, ownClaims),
    }),
    openStore: levelStores({ directory: config.STATE_DIR }),
    clock: config.CLOCK === 'stream' ? { kind: 'stream' } : { kind: 'wall', now },
    limits: { concurrentEffects: config.MESSAGES_UNDER_WAY },
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
      start: () => codec.prepare(['customers', 'segment-events', 'definitions', 'message-events', 'promo-codes']),
      stop: () => Promise.resolve(),
    },
    table,
    { name: 'twilio', start: () => Promise.resolve(), stop: () => provider.close() },
    processor,
  ];
}
