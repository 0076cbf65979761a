import { type Codec, topicName } from '@weir/codec';
import type { Processor, Topology } from '@weir/kafka';
import { dueAtOf } from './customer-record.ts';
import { customersStore, ordersStore } from './customers.ts';

const group = 'segment-evaluator';

/** The topics' names on the broker, with the prefix of this installation. */
export interface EvaluatorTopics {
  readonly 'customer-events': string;
  readonly 'order-events': string;
  readonly 'segment-events': string;
  readonly customers: string;
  readonly definitions: string;
  readonly orders: string;
  readonly positions: string;
  readonly deadLetter: string;
}

export function evaluatorTopics(prefix: string): EvaluatorTopics {
  return {
    'customer-events': topicName('customer-events', prefix),
    'order-events': topicName('order-events', prefix),
    'segment-events': topicName('segment-events', prefix),
    customers: topicName('customers', prefix),
    definitions: topicName('definitions', prefix),
    orders: topicName('segment-evaluator-orders', prefix),
    positions: topicName('segment-evaluator-positions', prefix),
    deadLetter: topicName('segment-evaluator-dead-letter', prefix),
  };
}

/** Customer events come before order events of the same instant. The changelog of the customers is the public table. */
export function evaluatorTopology(
  topics: EvaluatorTopics,
  prefix: string,
  codec: Codec,
  createProcessor: (partition: number) => Processor,
): Topology {
  return {
    group: `${prefix}${group}`,
    inputs: [
      { kind: 'stream', topic: topics['customer-events'] },
      { kind: 'stream', topic: topics['order-events'] },
    ],
    stores: [
      { name: customersStore, changelogTopic: topics.customers, dueAt: (_key, value) => dueAtOf(codec, value) },
      { name: ordersStore, changelogTopic: topics.orders },
    ],
    outputs: [topics['segment-events'], topics.customers],
    positionsTopic: topics.positions,
    deadLetterTopic: topics.deadLetter,
    createProcessor,
  };
}
