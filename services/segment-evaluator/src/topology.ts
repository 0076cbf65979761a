import { type Codec, topicName } from '@weir/codec';
import type { Processor, Topology } from '@weir/kafka';
import { dueAtOf } from './customer-record.ts';
import { customersStore, factsStore } from './customers.ts';

const group = 'segment-evaluator';

/** What it reads, in this order where records are of one instant. */
export const eventTopics = ['customer-events', 'order-events', 'activity-events', 'message-events'] as const;

export type EventTopic = (typeof eventTopics)[number];

/** The topics' names on the broker, with the prefix of this installation. */
export interface EvaluatorTopics extends Readonly<Record<EventTopic, string>> {
  readonly 'segment-events': string;
  readonly customers: string;
  readonly definitions: string;
  readonly facts: string;
  readonly positions: string;
  readonly deadLetter: string;
}

export function evaluatorTopics(prefix: string): EvaluatorTopics {
  return {
    'customer-events': topicName('customer-events', prefix),
    'order-events': topicName('order-events', prefix),
    'activity-events': topicName('activity-events', prefix),
    'message-events': topicName('message-events', prefix),
    'segment-events': topicName('segment-events', prefix),
    customers: topicName('customers', prefix),
    definitions: topicName('definitions', prefix),
    facts: topicName('segment-evaluator-orders', prefix),
    positions: topicName('segment-evaluator-positions', prefix),
    deadLetter: topicName('segment-evaluator-dead-letter', prefix),
  };
}

/** The changelog of the customers is the public table. */
export function evaluatorTopology(
  topics: EvaluatorTopics,
  prefix: string,
  codec: Codec,
  createProcessor: (partition: number) => Processor,
): Topology {
  return {
    group: `${prefix}${group}`,
    inputs: eventTopics.map((id) => ({ kind: 'stream', topic: topics[id] })),
    stores: [
      { name: customersStore, changelogTopic: topics.customers, dueAt: (_key, value) => dueAtOf(codec, value) },
      { name: factsStore, changelogTopic: topics.facts },
    ],
    outputs: [topics['segment-events'], topics.customers],
    positionsTopic: topics.positions,
    deadLetterTopic: topics.deadLetter,
    createProcessor,
  };
}
