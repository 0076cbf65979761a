const unit = 2 ** 32;

/**
 * A sum of whole numbers from which each can be taken again without a trace: up to two million of them, however large they are, where
 * a plain sum would lose units beyond 2^53 and never find them again.
 */
export class ExactSum {
  /** In units of 2^32, and the rest; both stay exact. */
  #high = 0;
  #low = 0;

  /** Exact up to 2^53, and the nearest number beyond. */
  get value(): number {
    return this.#high * unit + this.#low;
  }

  add(amount: number): void {
    if (amount < unit && amount > -unit) {
      this.#low += amount;
      return;
    }
    const high = Math.trunc(amount / unit);
    this.#high += high;
    this.#low += amount - high * unit;
  }

  copy(): ExactSum {
    const copy = new ExactSum();
    copy.#high = this.#high;
    copy.#low = this.#low;
    return copy;
  }
}
