import { type Codec } from '@weir/codec';
import { DefinitionSource } from '@weir/delivery';
import { createGlobalTable, createStreamProcessor, type Limits, type Processor } from '@weir/kafka';
import { type Logger, type Metrics } from '@weir/observability';
import { type commonSettings, type Component } from '@weir/service';
import { levelStores } from '@weir/store';
import { type z } from 'zod';
import { createConnections } from './connections.ts';
import { type SinkGroup, sinkTopics, type SinkTopics, sinkTopology } from './sink-topology.ts';

/** What a process gives the service that runs in it. */
export interface Surroundings {
  /** Epoch ms. */
  readonly now: () => number;
  readonly logger: Logger;
  /** Going on is of no use. */
  readonly fail: (error: Error) => void;
}

/** What the processor of a sink is made of. */
export interface SinkParts {
  readonly topics: SinkTopics;
  readonly codec: Codec;
  readonly definitions: DefinitionSource;
  readonly metrics: Metrics;
}

export interface AutomationSinkOptions extends Surroundings {
  readonly group: SinkGroup;
  readonly config: z.output<typeof commonSettings>;
  /** Beside promo codes, what it writes: the name of the topic among the sink's topics, and of its records. */
  readonly output: { readonly topic: 'messageEvents' | 'tasks'; readonly record: 'message-events' | 'tasks' };
  /** When an entry of the state must be looked at again, epoch ms; Infinity: never. */
  readonly dueAt: (key: string, value: Uint8Array) => number;
  readonly limits?: Partial<Limits>;
  /** Called once; what it returns makes the processor of each partition. */
  readonly prepareProcessors: (parts: SinkParts) => () => Processor;
  /** Parts that the processor needs, started before it and stopped after it. */
  readonly ownParts?: readonly Component[];
}

/** A service that acts on segment events as the automations say: its parts, in the order in which they start. */
export function createAutomationSink(options: AutomationSinkOptions): Component[] {
  const { group, config, output, dueAt, limits = {}, prepareProcessors, ownParts = [], now, logger, fail } = options;
  const { TOPIC_PREFIX: prefix, STATE_DIR: directory, CLOCK } = config;
  const { metrics, codec, kafka, parts } = createConnections(group, config, logger);
  const topics = sinkTopics(prefix);
  const table = createGlobalTable({ kafka, topic: topics.definitions, logger });
  const definitions = new DefinitionSource({
    table,
    codec,
    onProblem: (definition, { path, reason }) =>
      logger.error({ definition, path, reason }, 'definition cannot be used'),
  });
  const processor = createStreamProcessor({
    kafka,
    topology: sinkTopology({
      group,
      prefix,
      outputs: [output.topic, 'promoCodes'],
      dueAt,
      createProcessor: prepareProcessors({ topics, codec, definitions, metrics }),
    }),
    openStore: levelStores({ directory }),
    clock: CLOCK === 'stream' ? { kind: 'stream' } : { kind: 'wall', now },
    limits,
    logger,
    metrics,
    onFatal: (error) => fail(error as Error),
  });
  const records = ['customers', 'segment-events', 'definitions', output.record, 'promo-codes'] as const;
  return [...parts(() => processor.isReady(), records), table, ...ownParts, processor];
}
