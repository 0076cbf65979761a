import type { Instant } from '../facts.ts';

/** The shortest stretch of time in which a number of instants lie, both ends included; empty at first. */
export class Stretch {
  from: Instant = Number.POSITIVE_INFINITY;
  to: Instant = Number.NEGATIVE_INFINITY;

  get isEmpty(): boolean {
    return this.from > this.to;
  }

  include(instant: Instant): void {
    if (instant < this.from) this.from = instant;
    if (instant > this.to) this.to = instant;
  }

  clear(): void {
    this.from = Number.POSITIVE_INFINITY;
    this.to = Number.NEGATIVE_INFINITY;
  }
}
