import { type RetryPolicy, retryDelay } from './effect-ledger.ts';
import { type SendOutcome } from './send-outcome.ts';

/**
 * Holds messages back while the provider is down: after a failure only one message per pause is let through, to see whether it is up again.
 * The others wait in the state, where they can still be cancelled, rather than unread.
 */
export class ProviderPause {
  readonly #retry: RetryPolicy;
  #failures = 0;
  #until = Number.NEGATIVE_INFINITY;

  constructor(retry: RetryPolicy) {
    this.#retry = retry;
  }

  /** Null: go ahead. Otherwise when to ask again. */
  holdUntil(now: number): number | null {
    if (this.#failures === 0) return null;
    if (now < this.#until) return this.#until;
    this.#until = now + retryDelay(this.#failures, this.#retry);
    return null;
  }

  note(outcome: SendOutcome, now: number): void {
    if (outcome.kind === 'unavailable' && outcome.because === 'provider') {
      this.#failures += 1;
      this.#until = now + retryDelay(this.#failures, this.#retry);
    } else if (outcome.kind !== 'unknown') {
      this.#failures = 0;
    }
  }
}
