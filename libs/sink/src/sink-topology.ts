import { type GroupName, groupTopics, topicName } from '@weir/codec';

export type SinkGroup = Extract<GroupName, 'mailer' | 'sms' | 'task-creator'>;

/** The names on the broker of the topics that sinks share. */
export function sinkTopics(prefix: string) {
  return {
    segmentEvents: topicName('segment-events', prefix),
    customers: topicName('customers', prefix),
    definitions: topicName('definitions', prefix),
    messageEvents: topicName('message-events', prefix),
    promoCodes: topicName('promo-codes', prefix),
    tasks: topicName('tasks', prefix),
  };
}

export type SinkTopics = ReturnType<typeof sinkTopics>;

/** The names of a sink's stores: its copy of the customers, and what it remembers itself. */
export const sinkStores = { customers: 'customers', state: 'state' } as const;

export interface SinkTopologyOptions<P> {
  readonly group: SinkGroup;
  readonly prefix: string;
  /** Topics that the processor emits to. */
  readonly outputs: readonly (keyof SinkTopics)[];
  /** When an entry of the state must be looked at again, epoch ms; Infinity: never. */
  readonly dueAt: (key: string, value: Uint8Array) => number;
  readonly createProcessor: (partition: number) => P;
}

/**
 * How every sink is wired: the table of customers, and then the segment events, so that in a replay the copy of a customer is there before the
 * event of the same instant.
 */
export function sinkTopology<P>({ group, prefix, outputs, dueAt, createProcessor }: SinkTopologyOptions<P>) {
  const topics = sinkTopics(prefix);
  const own = groupTopics(group, prefix);
  return {
    group: `${prefix}${group}`,
    inputs: [
      { kind: 'table' as const, topic: topics.customers, store: sinkStores.customers },
      { kind: 'stream' as const, topic: topics.segmentEvents },
    ],
    stores: [
      { name: sinkStores.customers, changelogTopic: topics.customers },
      { name: sinkStores.state, changelogTopic: own.state, dueAt },
    ],
    outputs: outputs.map((output) => topics[output]),
    positionsTopic: own.positions,
    deadLetterTopic: own.deadLetter,
    createProcessor,
  };
}
