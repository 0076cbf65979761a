import { type Codec, type Customer, type SegmentEvent } from '@weir/codec';
import { type Zone } from '@weir/engine';
import { type Automation } from './automation.ts';
import { isAbreast } from './customer-copy.ts';
import { type ErasureMarks } from './erasure-marks.ts';
import { isStale } from './gate.ts';
import { type SinkCycle } from './sink-cycle.ts';

export interface CustomerTableOptions {
  readonly store: string;
  readonly codec: Pick<Codec, 'decode'>;
  readonly erasures: ErasureMarks;
  readonly zone: Zone;
}

/** Longer than any outage that leaves one topic readable and another not; after it the row is taken to be gone for good. */
const longestWaitMs = 10 * 60_000;

/** A sink's own copy of the customers. */
export class CustomerTable {
  readonly #options: CustomerTableOptions;
  #waiting: { readonly eventId: string; readonly since: number } | null = null;

  constructor(options: CustomerTableOptions) {
    this.#options = options;
  }

  get(customerId: string, cycle: SinkCycle): Customer | undefined {
    const bytes = cycle.get(this.#options.store, customerId);
    return bytes === undefined ? undefined : this.#options.codec.decode('customers', bytes);
  }

  /**
   * The customer of a segment event that these automations want to act on, at least as new as the event; or why there is none. `later`: the row is
   * still to come. It is not waited for when it would come too late for all of them, and not in a replay, where rows never come late.
   */
  find(
    event: SegmentEvent,
    automations: readonly Automation[],
    cycle: SinkCycle,
  ): Customer | 'customer-erased' | 'customer-unknown' | 'later' {
    const { erasures, zone } = this.#options;
    if (erasures.covers(event, cycle)) return 'customer-erased';
    const customer = this.get(event.customerId, cycle);
    if (customer !== undefined && isAbreast(customer, event)) return customer;
    const isTooLate = automations.every((automation) => isStale(automation, event.effectiveAt, cycle.now, zone));
    if (cycle.isStreamTime || isTooLate) return 'customer-unknown';
    if (this.#waiting?.eventId !== event.eventId) this.#waiting = { eventId: event.eventId, since: cycle.now };
    return cycle.now - this.#waiting.since > longestWaitMs ? 'customer-unknown' : 'later';
  }
}
