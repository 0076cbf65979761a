/**
 * Where a task takes its time from. `wall`: the given function, epoch ms. `stream`: the timestamps of the records and ticks it reads,
 * so that a year is replayed in a minute with everything at its true instant.
 */
export type Clock = { readonly kind: 'wall'; readonly now: () => number } | { readonly kind: 'stream' };

/** The clock of one partition: whatever is reported to it, it never goes back. */
export class TaskClock {
  #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  advanceTo(instant: number): number {
    if (instant > this.#now) this.#now = instant;
    return this.#now;
  }
}
