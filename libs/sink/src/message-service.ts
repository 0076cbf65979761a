import {
  type Channel,
  type MessageProvider,
  MessageSink,
  type MessageSinkOptions,
  type OwnClaims,
  sinkStateDueAt,
  skipReasons,
} from '@weir/delivery';
import { Counter, type Metrics } from '@weir/observability';
import { type commonSettings, type Component } from '@weir/service';
import { type z } from 'zod';
import { createAutomationSink, type Surroundings } from './automation-sink.ts';
import { stopping } from './connections.ts';
import { type MessageSettings, readRetry } from './sink-settings.ts';
import { sinkStores } from './sink-topology.ts';

export interface MessageServiceOptions<M> extends Surroundings {
  readonly group: 'mailer' | 'sms';
  readonly config: z.output<typeof commonSettings> & MessageSettings;
  readonly channel: Channel<M>;
  /** `close` lets messages under way come to their end. */
  readonly provider: MessageProvider<M> & { close(): Promise<void> };
  /** What its messages are called in the help of the metric, such as `E-mails`. */
  readonly plural: string;
}

/** A service that sends messages of one channel through one provider. */
export function createMessageService<M>(options: MessageServiceOptions<M>): Component[] {
  const { group, config, channel, provider, plural, ...surroundings } = options;
  // One for all partitions: it tells what this process has handed over itself from what a dead one left.
  const ownClaims: OwnClaims = new Map();
  return createAutomationSink({
    ...surroundings,
    group,
    config,
    output: { topic: 'messageEvents', record: 'message-events' },
    dueAt: sinkStateDueAt,
    limits: { concurrentEffects: config.MESSAGES_UNDER_WAY },
    ownParts: [stopping('provider', () => provider.close())],
    prepareProcessors: ({ metrics, ...parts }) => {
      const sink: MessageSinkOptions<M> = {
        ...parts,
        channel,
        provider,
        stores: sinkStores,
        promoSecret: config.PROMO_SECRET,
        zone: config.ACCOUNT_TIME_ZONE,
        retry: readRetry(config),
        onEnded: countEndings(group, plural, metrics),
      };
      return () => new MessageSink(sink, ownClaims);
    },
  });
}

/** Counts messages by what became of them. Reasons that a provider words are left out: they would be a label without limit. */
function countEndings(group: string, plural: string, metrics: Metrics): MessageSinkOptions<unknown>['onEnded'] {
  const endings = new Counter({
    name: `weir_${group}_messages_total`,
    help: `${plural} by what became of them (SENT, SKIPPED, BOUNCED_HARD, BOUNCED_SOFT, UNKNOWN), and why they were skipped.`,
    labelNames: ['kind', 'reason'],
    registers: [metrics],
  });
  return ({ kind, reason }) => endings.inc({ kind, reason: reason !== null && reason in skipReasons ? reason : '' });
}
