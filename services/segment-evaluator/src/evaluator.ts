import type { Codec } from '@weir/codec';
import {
  adopt,
  advance,
  type Catalog,
  type CustomerEvent,
  decideCustomerEvent,
  decideOrderEvent,
  isForgotten,
  type OrderEvent,
  type Transition,
} from '@weir/engine';
import type { Cycle, Processor, SourceRecord } from '@weir/kafka';
import { Backfill } from './backfill.ts';
import type { Customer, Customers } from './customers.ts';
import { checkCustomerEvent, checkOrderEvent } from './event-checks.ts';
import type { EvaluatorMetrics } from './metrics.ts';
import { toSegmentEvent } from './segment-event.ts';
import type { EvaluatorTopics } from './topology.ts';

export interface EvaluatorParts {
  readonly topics: EvaluatorTopics;
  readonly codec: Codec;
  readonly customers: Customers;
  /** The catalog in force, taken anew at the start of each cycle. */
  readonly currentCatalog: () => Catalog;
  readonly metrics: EvaluatorMetrics;
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
    for (const id of ['customer-events', 'order-events'] as const) {
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
    if (record.topic === topics['order-events']) this.#onOrderEvent(codec.decode('order-events', value), record, cycle);
    else this.#onCustomerEvent(codec.decode('customer-events', value), record, cycle);
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
  }

  #onOrderEvent(event: OrderEvent, record: SourceRecord, cycle: Cycle): void {
    checkOrderEvent(event, record, cycle.now);
    const { customers } = this.#parts;
    const customer = customers.load(event.customerId, cycle);
    const { orders } = customer.state;
    this.#decide(customer, event.eventId, cycle, () => {
      const previous = orders.get(event.order.orderId);
      const transitions = decideOrderEvent(this.#catalog, customer.state, event, cycle.now);
      const told = orders.get(event.order.orderId);
      if (told !== undefined && told !== previous) customers.orderTold(customer, told, previous, cycle);
      return transitions;
    });
  }

  #onCustomerEvent(event: CustomerEvent, record: SourceRecord, cycle: Cycle): void {
    checkCustomerEvent(event, record, cycle.now);
    const { customers } = this.#parts;
    const customer = customers.load(event.customerId, cycle);
    const { state } = customer;
    const { profileVersion } = state;
    this.#decide(customer, event.eventId, cycle, () => decideCustomerEvent(this.#catalog, state, event, cycle.now));
    if (isForgotten(state) && state.profileVersion !== profileVersion) customers.erase(customer, cycle);
  }

  #bringUpToDate(customerId: string, cycle: Cycle): void {
    const customer = this.#parts.customers.load(customerId, cycle);
    if (customer.state.catalogRevision === this.#catalog.revision) return;
    this.#decide(customer, null, cycle, () => adopt(this.#catalog, customer.state, cycle.now));
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
