import type { Instant } from './facts.ts';

/**
 * What evaluation says of a condition at an instant: its value, and the first instant after which the value can differ if no
 * event comes. `until` is later than the instant of evaluation; it is a sound bound, not always a tight one.
 */
export interface Verdict {
  readonly value: boolean;
  readonly until: Instant;
}

/** Shared by all that no passing of time can change: deciding them allocates nothing. */
export const ALWAYS: Verdict = { value: true, until: Number.POSITIVE_INFINITY };
export const NEVER: Verdict = { value: false, until: Number.POSITIVE_INFINITY };

export function constant(value: boolean): Verdict {
  return value ? ALWAYS : NEVER;
}

export function verdict(value: boolean, until: Instant): Verdict {
  return until === Number.POSITIVE_INFINITY ? constant(value) : { value, until };
}

export function negate({ value, until }: Verdict): Verdict {
  return verdict(!value, until);
}

/** True on [from, to) and nowhere else. */
export function within(from: Instant, to: Instant, now: Instant): Verdict {
  if (from >= to || now >= to) return NEVER;
  return now < from ? verdict(false, from) : verdict(true, to);
}

/** Both hold: if any is false, the latest bound among the false ones, else the earliest of all. */
export function both(a: Verdict, b: Verdict): Verdict {
  if (a.value && b.value) return a.until <= b.until ? a : b;
  if (a.value) return b;
  if (b.value) return a;
  return a.until >= b.until ? a : b;
}

/** At least one holds: the dual of `both`. */
export function either(a: Verdict, b: Verdict): Verdict {
  if (!a.value && !b.value) return a.until <= b.until ? a : b;
  if (!a.value) return b;
  if (!b.value) return a;
  return a.until >= b.until ? a : b;
}

/** The same verdict, trusted no longer than until the given instant. */
export function atMost(given: Verdict, until: Instant): Verdict {
  return given.until <= until ? given : { value: given.value, until };
}
