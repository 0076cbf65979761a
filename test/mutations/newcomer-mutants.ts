import { type Mutant, mutant } from './mutant.ts';

/** Faults of what finds the segments that a newcomer among the facts can turn, and of what is counted without a track. */
export const newcomerMutants: readonly Mutant[] = [
  mutant(
    'a figure that comes to a limit turns nothing',
    'tracks/newcomers.ts',
    'index = countThrough(this.#places, from); (this.#places[index] as number) <= to;',
    'index = countThrough(this.#places, from); (this.#places[index] as number) < to;',
  ),
  mutant(
    'where a sum can rise by itself a newcomer only puts off',
    'orders/amounts.ts',
    'canOnlyFall: (kept, { coming }) => (kept as RunningTotal).negatives === 0 && coming.length === 0,',
    '',
  ),
  mutant(
    'the first that makes so many is no newcomer',
    'tracks/newcomers.ts',
    'if (index === 0) return this.lengths.markAll(mark);',
    'if (index === 0) return;',
  ),
  mutant(
    'between P30D and P1M there is always something',
    'occasions/ordinals.ts',
    'if (isEmptiable) return undefined;',
    '',
  ),
  mutant(
    'the latest to go out is the latest that came',
    'tracks/recency.ts',
    'if (slack === 0 || high - low === 1) return addDuration(instant, length, zone);',
    'if (high >= low) return addDuration(instant, length, zone);',
  ),
  mutant(
    'the n-th latest is the one before',
    'tracks/recency.ts',
    'const index = present - n;',
    'const index = present - n - 1;',
  ),
  mutant(
    'an order that is yet to come is there already',
    'occasions/recent-count.ts',
    'const present = countThrough(values, now);\n  const coming',
    'const present = values.length;\n  const coming',
  ),
  mutant(
    'an edit that changes an amount changes nothing',
    'orders/selection.ts',
    'before.total === after.total &&',
    '',
  ),
  mutant(
    'a profile with another value in a field asks nobody',
    'customer-facts.ts',
    'isSameValue(previous[field], this.profile[field])) continue;',
    'previous !== this.profile) continue;',
  ),
  mutant(
    'whoever has no such order yet is never asked again',
    'customer-facts.ts',
    'if (track !== undefined && track === plan.empty) this.#tracks[plan.index] = track = createTrack(plan, now);',
    'if (track === plan.empty) this.#tracks[plan.index] = track = createTrack(plan, now);',
  ),
  mutant(
    'a newcomer only puts off when a sum is just so much',
    'orders/amounts.ts',
    '(window !== null && limits.length > 1)',
    '(window !== null && limits.length > 9)',
  ),
  mutant(
    'at the end of a month the later one ends later',
    'tracks/recency.ts',
    'return inMonths && to - from < 4 * DAY_MS && civilDateOf(Math.floor(to / DAY_MS)).day > 28;',
    'return false;',
  ),
  mutant('where clocks go back the later one ends later', 'tracks/recency.ts', 'if (to < from) return true;', ''),
];
