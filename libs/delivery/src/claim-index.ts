import { type SendOutcome } from './send-outcome.ts';
import { type SinkCycle } from './sink-cycle.ts';

/** A claim that this process has made; `answer` is null until the message is handed over. */
interface OwnClaim {
  readonly attempt: number;
  answer: Promise<SendOutcome> | null;
}

/** What this process has claimed and not yet written the result of, by effect. Outlives the processors of its partitions. */
export type OwnClaims = Map<string, OwnClaim>;

const prefix = 'claim/';
const pageSize = 500;

/**
 * The open claims of a partition, written in the transaction of the claim and removed in that of the result, so that a recovery finds them without
 * reading every ledger. Beside it, in memory, how far this process got with its own: an aborted cycle must not turn a message whose answer is
 * known or still to come, or that was never handed over, into one in doubt.
 */
export class ClaimIndex {
  readonly #store: string;
  readonly #own: OwnClaims;
  #settled: string[] = [];

  constructor(store: string, own: OwnClaims) {
    this.#store = store;
    this.#own = own;
  }

  /** Claims, and hands over once that is committed. `attempt` grows with every claim of one effect. */
  add(key: string, customerId: string, attempt: number, cycle: SinkCycle, handOver: () => Promise<SendOutcome>): void {
    const claim: OwnClaim = { attempt, answer: null };
    cycle.put(this.#store, prefix + key, Buffer.from(customerId));
    this.#own.set(key, claim);
    cycle.effect(key, () => {
      if (this.#own.get(key) !== claim) return Promise.reject(new Error('the claim was given up'));
      claim.answer = handOver();
      return claim.answer;
    });
  }

  remove(key: string, cycle: SinkCycle): void {
    if (cycle.get(this.#store, prefix + key) !== undefined) cycle.put(this.#store, prefix + key, null);
  }

  customerOf(key: string, cycle: SinkCycle): string | null {
    const bytes = cycle.get(this.#store, prefix + key);
    return bytes === undefined ? null : Buffer.from(bytes).toString();
  }

  /**
   * What a recovery finds of a claim: its answer is asked for again when this process has handed the message over; `unsent` when it has certainly
   * not; `in-doubt` when another process made the claim, and is gone.
   */
  resume(key: string, attempt: number, cycle: SinkCycle): 'resumed' | 'unsent' | 'in-doubt' {
    const claim = this.#own.get(key);
    if (claim?.attempt !== attempt) return 'in-doubt';
    const { answer } = claim;
    if (answer === null) {
      this.#own.delete(key);
      return 'unsent';
    }
    cycle.effect(key, () => answer);
    return 'resumed';
  }

  markSettled(key: string): void {
    this.#settled.push(key);
  }

  /** A new cycle has begun, so the one before is committed, and with it the results it wrote down. */
  forgetSettled(): void {
    for (const key of this.#settled) this.#own.delete(key);
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
