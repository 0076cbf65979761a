import type { Codec } from '@weir/codec';
import { createCustomerState, type CustomerState, type Order } from '@weir/engine';
import type { Cycle } from '@weir/kafka';
import { LRUCache } from 'lru-cache';
import { fromCustomerRecord, toCustomerRecord } from './customer-record.ts';
import { ErasedMarks } from './erased-marks.ts';
import type { Told } from './facts/fact-kind.ts';
import { FactLog } from './facts/fact-log.ts';
import { packAll, PackedOrders } from './facts/packed-orders.ts';
import { OrderSummary, type StatusGroups } from './order-summary.ts';

export const customersStore = 'customers';
/** Named for the orders that an installation has had in it from the beginning. */
export const factsStore = 'orders';

/** A customer as decisions need it: decoded, with what it takes to write the changes back. */
export interface Customer {
  readonly state: CustomerState;
  readonly log: FactLog;
  readonly summary: OrderSummary;
}

export interface CustomersOptions {
  readonly codec: Codec;
  readonly statusGroups: StatusGroups;
  /** Decoded customers kept in memory. */
  readonly cacheSize: number;
}

/**
 * The customers of one partition. Decoded ones stay in memory over cycles; changed ones are held until they are written, so that many events
 * of one customer in one cycle cost one record. Whoever owns this drops it when a cycle aborts.
 */
export class Customers {
  readonly #codec: Codec;
  readonly #statusGroups: StatusGroups;
  readonly #decoded: LRUCache<string, Customer>;
  readonly #changed = new Map<string, Customer>();
  readonly #erased = new ErasedMarks(factsStore);
  readonly #unpacked = new Set<PackedOrders>();

  constructor({ codec, statusGroups, cacheSize }: CustomersOptions) {
    this.#codec = codec;
    this.#statusGroups = statusGroups;
    this.#decoded = new LRUCache({ max: cacheSize });
  }

  /** The customer as it now is; one nobody has heard of is created. */
  load(customerId: string, cycle: Cycle): Customer {
    const known = this.#changed.get(customerId) ?? this.#decoded.get(customerId);
    if (known !== undefined) return known;
    const customer = this.#read(customerId, cycle);
    this.#decoded.set(customerId, customer);
    return customer;
  }

  /** Remembers that the customer must be written, and keeps the runtime's due queue in step. */
  changed(customer: Customer, dueAtBefore: number, cycle: Cycle): void {
    const { customerId, dueAt } = customer.state;
    this.#changed.set(customerId, customer);
    if (dueAt !== dueAtBefore) cycle.reschedule(customerId, dueAtBefore, dueAt);
  }

  /** Writes what was told at once: the log is append-only, so there is nothing to gain by waiting. */
  told({ state, log }: Customer, facts: readonly Told[], cycle: Cycle): void {
    for (const { key, value } of log.append(facts, state)) cycle.put(factsStore, key, value);
  }

  /** Brings the public table's summary of the orders up to date; `previous` is what the order was before. */
  orderChanged(customer: Customer, order: Order, previous: Order | undefined): void {
    const { state, summary } = customer;
    this.#changed.set(state.customerId, customer);
    summary.apply(order, previous, state.orders);
  }

  /** Leaves nothing of the customer in any table but a mark that does not tell who it was. */
  erase({ state, log }: Customer, cycle: Cycle): void {
    const { customerId } = state;
    for (const { key, value } of log.remove()) cycle.put(factsStore, key, value);
    cycle.put(customersStore, customerId, null);
    this.#erased.write(state, cycle);
    this.#changed.delete(customerId);
    this.#decoded.delete(customerId);
  }

  /** Writes all that has changed to the public table. */
  flush(cycle: Cycle): void {
    for (const [customerId, { state, summary }] of this.#changed) {
      if (state.erasedAt !== null && cycle.get(customersStore, customerId) === undefined)
        this.#erased.remove(customerId, cycle);
      const record = toCustomerRecord(state, summary, cycle.now);
      cycle.put(customersStore, customerId, this.#codec.encode('customers', record));
    }
    this.#changed.clear();
  }

  /** Makes room when a cycle is over: what it has brought of orders is not asked for so soon again. */
  rest(): void {
    packAll(this.#unpacked);
  }

  #read(customerId: string, cycle: Cycle): Customer {
    const bytes = cycle.get(customersStore, customerId);
    const orders = new PackedOrders(this.#unpacked);
    if (bytes === undefined)
      return this.#create(this.#erased.read(customerId, orders, cycle) ?? createCustomerState(customerId, orders));
    const state = fromCustomerRecord(this.#codec.decode('customers', bytes), orders);
    const log = FactLog.read(state, (key) => cycle.get(factsStore, key));
    return this.#create(state, log);
  }

  #create(state: CustomerState, log = new FactLog(state.customerId)): Customer {
    return { state, log, summary: new OrderSummary(this.#statusGroups, state.orders.values()) };
  }
}
