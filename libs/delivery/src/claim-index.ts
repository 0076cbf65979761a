import { type SendOutcome } from './send-outcome.ts';
import { type SinkCycle } from './sink-cycle.ts';

const prefix = 'claim/';
const pageSize = 500;

/**
 * The open claims of a partition, written in the transaction of the claim and removed in that of the result, so that a recovery finds them without
 * reading every ledger. Beside it, in memory, what this process has handed over: an aborted cycle must not turn a message whose answer is
 * known, or still to come, into one in doubt.
 */
export class ClaimIndex {
  readonly #store: string;
  readonly #handedOver: Map<string, Promise<SendOutcome>>;
  #settled: string[] = [];

  constructor(store: string, handedOver: Map<string, Promise<SendOutcome>>) {
    this.#store = store;
    this.#handedOver = handedOver;
  }

  /** Claims, and hands over once that is committed. */
  add(key: string, customerId: string, cycle: SinkCycle, handOver: () => Promise<SendOutcome>): void {
    cycle.put(this.#store, prefix + key, Buffer.from(customerId));
    cycle.effect(key, () => {
      const answer = handOver();
      this.#handedOver.set(key, answer);
      return answer;
    });
  }

  remove(key: string, cycle: SinkCycle): void {
    if (cycle.get(this.#store, prefix + key) !== undefined) cycle.put(this.#store, prefix + key, null);
  }

  customerOf(key: string, cycle: SinkCycle): string | null {
    const bytes = cycle.get(this.#store, prefix + key);
    return bytes === undefined ? null : Buffer.from(bytes).toString();
  }

  /** Asks again for the answer to what this process has handed over; false when it has not. */
  resume(key: string, cycle: SinkCycle): boolean {
    const answer = this.#handedOver.get(key);
    if (answer !== undefined) cycle.effect(key, () => answer);
    return answer !== undefined;
  }

  markSettled(key: string): void {
    this.#settled.push(key);
  }

  /** A new cycle has begun, so the one before is committed, and with it the results it wrote down. */
  forgetSettled(): void {
    for (const key of this.#settled) this.#handedOver.delete(key);
    this.#settled = [];
  }

  async readAll(cycle: SinkCycle): Promise<{ key: string; customerId: string }[]> {
    const claims: { key: string; customerId: string }[] = [];
    for (let from = prefix; ;) {
      const page = await cycle.range(this.#store, from, pageSize);
      for (const { key, value } of page) {
        if (!key.startsWith(prefix)) return claims;
        claims.push({ key: key.slice(prefix.length), customerId: Buffer.from(value).toString() });
      }
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return claims;
      from = `${last.key}\u0000`;
    }
  }
}
