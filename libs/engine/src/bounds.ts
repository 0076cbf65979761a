import type { Instant } from './facts.ts';

/** Bounds in one block: so many are looked through where one has changed, and all blocks where the earliest is wanted. */
const blockSize = 64;

/**
 * The bound of each segment of one customer, up to which it need not be decided again. Made so that a step costs what it decides, however many
 * segments there are: the earliest bound of each block is kept beside the bounds.
 */
export class Bounds {
  readonly length: number;
  /** The bounds, and behind them the earliest of each block. */
  readonly #instants: Float64Array;

  /** All of them must be decided. */
  constructor(length: number) {
    this.length = length;
    this.#instants = new Float64Array(length + Math.ceil(length / blockSize));
    this.takeBackAll();
  }

  at(index: number): Instant {
    return this.#instants[index] as Instant;
  }

  set(index: number, bound: Instant): void {
    const instants = this.#instants;
    const block = this.length + Math.floor(index / blockSize);
    const before = instants[index] as Instant;
    instants[index] = bound;
    if (bound <= (instants[block] as Instant)) instants[block] = bound;
    else if (before === instants[block]) instants[block] = this.#earliestOf(block - this.length);
  }

  /** The segment must be decided again, whatever was found before. */
  takeBack(index: number): void {
    const instants = this.#instants;
    instants[index] = Number.NEGATIVE_INFINITY;
    instants[this.length + Math.floor(index / blockSize)] = Number.NEGATIVE_INFINITY;
  }

  takeBackAll(): void {
    this.#instants.fill(Number.NEGATIVE_INFINITY);
  }

  /** These must be decided, and nobody asks about the others. */
  takeBackOnly(indices: Iterable<number>): void {
    this.#instants.fill(Number.POSITIVE_INFINITY);
    for (const index of indices) this.takeBack(index);
  }

  /** Those whose bound has come, in ascending order. */
  through(now: Instant): number[] {
    const found: number[] = [];
    const instants = this.#instants;
    for (let block = this.length; block < instants.length; block++) {
      if (!((instants[block] as Instant) <= now)) continue;
      const from = (block - this.length) * blockSize;
      const to = Math.min(from + blockSize, this.length);
      for (let index = from; index < to; index++) if ((instants[index] as Instant) <= now) found.push(index);
    }
    return found;
  }

  /** The one with the earliest bound, or -1 when there are none. */
  get earliest(): number {
    const instants = this.#instants;
    if (this.length === 0) return -1;
    let best = this.length;
    for (let block = this.length + 1; block < instants.length; block++)
      if ((instants[block] as Instant) < (instants[best] as Instant)) best = block;
    let index = (best - this.length) * blockSize;
    while (instants[index] !== instants[best]) index++;
    return index;
  }

  #earliestOf(block: number): Instant {
    const from = block * blockSize;
    const to = Math.min(from + blockSize, this.length);
    let earliest = Number.POSITIVE_INFINITY;
    const instants = this.#instants;
    for (let index = from; index < to; index++)
      if ((instants[index] as Instant) < earliest) earliest = instants[index] as Instant;
    return earliest;
  }
}
