import { hash } from 'node:crypto';
import type { Membership } from '@weir/codec';
import { createCustomerState, type CustomerState, type Orders } from '@weir/engine';
import type { Cycle } from '@weir/kafka';
import { fromMembershipRecord, toMembershipRecord } from './membership-record.ts';

/** What must outlive a customer: that earlier events no longer count, and how far each `seq` had come. Nothing of it tells who it was. */
interface Mark {
  readonly profileVersion: number;
  readonly erasedAt: number;
  readonly memberships: readonly Membership[];
}

/**
 * Marks of erased customers, under a hash of their id: so that an event delivered again does not bring anybody back, and a customer who does
 * come back goes on with the next `seq`.
 */
export class ErasedMarks {
  readonly #store: string;

  constructor(store: string) {
    this.#store = store;
  }

  write(state: CustomerState, cycle: Cycle): void {
    const { customerId, profileVersion, erasedAt, memberships } = state;
    if (erasedAt === null) throw new Error('only an erased customer leaves a mark');
    const mark: Mark = { profileVersion, erasedAt, memberships: [...memberships.values()].map(toMembershipRecord) };
    cycle.put(this.#store, keyOf(customerId), Buffer.from(JSON.stringify(mark)));
  }

  /** The state of an erased customer, or undefined; `orders` are to be its orders, when there are new ones. */
  read(customerId: string, orders: Orders, cycle: Cycle): CustomerState | undefined {
    const bytes = cycle.get(this.#store, keyOf(customerId));
    if (bytes === undefined) return undefined;
    const mark = JSON.parse(Buffer.from(bytes).toString()) as Mark;
    const state = createCustomerState(customerId, orders);
    state.profileVersion = mark.profileVersion;
    state.erasedAt = mark.erasedAt;
    for (const membership of mark.memberships)
      state.memberships.set(membership.segmentId, fromMembershipRecord(membership));
    return state;
  }

  /** The customer is known again, and its own record says all that the mark did. */
  remove(customerId: string, cycle: Cycle): void {
    cycle.put(this.#store, keyOf(customerId), null);
  }
}

/** Sorts before every customer's chunks: customer ids hold no NUL. */
function keyOf(customerId: string): string {
  return `\u0000erased\u0000${hash('sha256', customerId, 'base64url')}`;
}
