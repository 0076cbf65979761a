import type { Codec, RecordOf } from '@weir/codec';
import {
  adopt,
  advance,
  type Catalog,
  decideActivityEvent,
  decideCustomerEvent,
  decideMessageEvent,
  decideOrderEvent,
  isForgotten,
  type Transition,
} from '@weir/engine';
import type { Cycle, Processor, SourceRecord } from '@weir/kafka';
import { Backfill } from './backfill.ts';
import type { Customer, Customers } from './customers.ts';
import { checkEvent, refuseMerge } from './event-checks.ts';
import { activityFacts } from './facts/activity-facts.ts';
import type { FactKind } from './facts/fact-kind.ts';
import { messageFacts } from './facts/message-facts.ts';
import { orderFacts } from './facts/order-facts.ts';
import { markProfile, toldSince } from './facts/profile-facts.ts';
import type { EvaluatorMetrics } from './metrics.ts';
import { toSegmentEvent } from './segment-event.ts';
import { eventTopics, type EvaluatorTopics } from './topology.ts';

export interface EvaluatorParts {
  readonly topics: EvaluatorTopics;
  readonly codec: Codec;
  readonly customers: Customers;
  /** The catalog in force, taken anew at the start of each cycle. */
  readonly currentCatalog: () => Catalog;
  readonly metrics: EvaluatorMetrics;
}

/** What an event tells of one thing, such as an order. */
interface Telling<F> {
  readonly kind: FactKind<F>;
  /** What is known of the thing. */
  readonly find: () => F | undefined;
  /** Whether that is other than it was before. */
  readonly isNews: (fact: F, previous: F | undefined) => boolean;
  readonly decide: () => readonly Transition[];
  readonly onNews?: (fact: F, previous: F | undefined) => void;
}

/**
 * Decides the memberships of one partition's customers. The engine decides; this reads records, keeps the customers, and writes down what was
 * decided. The engine brings a customer last evaluated with an older catalog up to date before it decides anything else, so events and the
 * backfill may come in any order.
 */
export class Evaluator implements Processor {
  readonly #parts: EvaluatorParts;
  readonly #backfill: Backfill;
  #catalog: Catalog;

  constructor(parts: EvaluatorParts) {
    this.#parts = parts;
    this.#catalog = parts.currentCatalog();
    this.#backfill = new Backfill((customerId, cycle) => this.#bringUpToDate(customerId, cycle));
  }

  async prepare(records: readonly SourceRecord[]): Promise<void> {
    const { codec, topics } = this.#parts;
    for (const id of eventTopics) {
      const values = records.filter(({ topic }) => topic === topics[id]).map(({ value }) => value);
      if (values.length > 0) await codec.resolveSchemas(id, values);
    }
  }

  onCycle(): void {
    this.#catalog = this.#parts.currentCatalog();
  }

  onRecord(record: SourceRecord, cycle: Cycle): void {
    const { codec, topics } = this.#parts;
    const value = record.value ?? new Uint8Array();
    switch (record.topic) {
      case topics['customer-events']:
        return this.#onCustomerEvent(codec.decode('customer-events', value), record, cycle);
      case topics['order-events']:
        return this.#onOrderEvent(codec.decode('order-events', value), record, cycle);
      case topics['activity-events']:
        return this.#onActivityEvent(codec.decode('activity-events', value), record, cycle);
      case topics['message-events']:
        return this.#onMessageEvent(codec.decode('message-events', value), record, cycle);
      default:
        throw new Error(`${record.topic} is none of the evaluator's inputs`);
    }
  }

  onDue(customerId: string, _dueAt: number, cycle: Cycle): void {
    const customer = this.#parts.customers.load(customerId, cycle);
    this.#decide(customer, null, cycle, () => advance(this.#catalog, customer.state, cycle.now));
  }

  async onIdle(cycle: Cycle): Promise<boolean> {
    return this.#backfill.next(this.#catalog.revision, cycle);
  }

  onFlush(cycle: Cycle): void {
    this.#parts.customers.flush(cycle);
    this.#parts.customers.rest();
  }

  #onCustomerEvent(event: RecordOf<'customer-events'>, record: SourceRecord, cycle: Cycle): void {
    checkEvent('customer-events', event, record, cycle.now);
    refuseMerge(event);
    const { customers } = this.#parts;
    const customer = customers.load(event.customerId, cycle);
    const { state } = customer;
    const { profileVersion } = state;
    const mark = markProfile(state);
    this.#decide(customer, event.eventId, cycle, () => decideCustomerEvent(this.#catalog, state, event, cycle.now));
    if (state.profileVersion === profileVersion) return;
    if (isForgotten(state)) customers.erase(customer, cycle);
    else customers.told(customer, toldSince(mark, state), cycle);
  }

  #onOrderEvent(event: RecordOf<'order-events'>, record: SourceRecord, cycle: Cycle): void {
    checkEvent('order-events', event, record, cycle.now);
    const { customers } = this.#parts;
    const customer = customers.load(event.customerId, cycle);
    const { state } = customer;
    this.#decideFact(customer, event.eventId, cycle, {
      kind: orderFacts,
      find: () => state.orders.get(event.order.orderId),
      isNews: ({ version }, previous) => version !== previous?.version,
      decide: () => decideOrderEvent(this.#catalog, state, event, cycle.now),
      onNews: ({ order }, previous) => customers.orderChanged(customer, order, previous?.order),
    });
  }

  #onActivityEvent(event: RecordOf<'activity-events'>, record: SourceRecord, cycle: Cycle): void {
    checkEvent('activity-events', event, record, cycle.now);
    const customer = this.#parts.customers.load(event.customerId, cycle);
    const { state } = customer;
    this.#decideFact(customer, event.eventId, cycle, {
      kind: activityFacts,
      find: () => state.activities.get(event.eventId),
      isNews: (_fact, previous) => previous === undefined,
      decide: () => decideActivityEvent(this.#catalog, state, event, cycle.now),
    });
  }

  #onMessageEvent(event: RecordOf<'message-events'>, record: SourceRecord, cycle: Cycle): void {
    checkEvent('message-events', event, record, cycle.now);
    const customer = this.#parts.customers.load(event.customerId, cycle);
    const { state } = customer;
    this.#decideFact(customer, event.eventId, cycle, {
      kind: messageFacts,
      find: () => state.messages.get(event.messageId),
      isNews: (fact, previous) => fact !== previous,
      decide: () => decideMessageEvent(this.#catalog, state, event, cycle.now),
    });
  }

  #bringUpToDate(customerId: string, cycle: Cycle): void {
    const customer = this.#parts.customers.load(customerId, cycle);
    if (customer.state.catalogRevision === this.#catalog.revision) return;
    this.#decide(customer, null, cycle, () => adopt(this.#catalog, customer.state, cycle.now));
  }

  /** Decides about an event that tells of one thing, and writes that down if it is news. */
  #decideFact<F>(
    customer: Customer,
    eventId: string,
    cycle: Cycle,
    { kind, find, isNews, decide, onNews }: Telling<F>,
  ): void {
    const previous = find();
    this.#decide(customer, eventId, cycle, () => {
      const transitions = decide();
      const fact = find();
      if (fact !== undefined && isNews(fact, previous)) {
        this.#parts.customers.told(customer, [{ kind, fact }], cycle);
        onNews?.(fact, previous);
      }
      return transitions;
    });
  }

  /** Decides about a customer, and writes down what came of it: nothing for an event that was told before. `eventId` is that of the event. */
  #decide(customer: Customer, eventId: string | null, cycle: Cycle, decide: () => readonly Transition[]): void {
    const { customers } = this.#parts;
    const { state } = customer;
    const { dueAt, profileVersion, catalogRevision } = state;
    const transitions = decide();
    const isSame =
      transitions.length === 0 &&
      state.dueAt === dueAt &&
      state.profileVersion === profileVersion &&
      state.catalogRevision === catalogRevision;
    if (isSame) return;
    customers.changed(customer, dueAt, cycle);
    for (const transition of transitions) this.#announce(transition, eventId, cycle);
    // Whoever reads the table along with the transitions in stream time must find the customer as it was at that instant.
    if (cycle.isStreamTime && transitions.length > 0) customers.flush(cycle);
  }

  #announce(transition: Transition, eventId: string | null, cycle: Cycle): void {
    const { codec, metrics, topics } = this.#parts;
    const decidedAt = cycle.isStreamTime ? transition.effectiveAt : cycle.now;
    const causeRef = transition.cause === 'EVENT' || transition.cause === 'ERASE' ? eventId : null;
    const value = codec.encode('segment-events', toSegmentEvent(transition, decidedAt, causeRef));
    cycle.emit({ topic: topics['segment-events'], key: transition.customerId, value, timestamp: decidedAt });
    metrics.transitions.inc({ type: transition.type, cause: transition.cause });
  }
}
