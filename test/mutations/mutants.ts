/** A fault planted into the engine: one text of one file, there exactly once, for another. */
export interface Mutant {
  readonly name: string;
  /** Below libs/engine/src. */
  readonly file: string;
  readonly text: string;
  readonly fault: string;
}

const mutant = (name: string, file: string, text: string, fault: string): Mutant => ({ name, file, text, fault });

export const mutants: readonly Mutant[] = [
  mutant(
    'a window still holds what ends at this instant',
    'orders/track.ts',
    'this.#leaving.instantAt(0) <= now',
    'this.#leaving.instantAt(0) < now',
  ),
  mutant(
    'what comes into a window at this instant is not in yet',
    'orders/track.ts',
    'this.#coming.instantAt(0) <= now',
    'this.#coming.instantAt(0) < now',
  ),
  mutant(
    'an edited order counts twice',
    'customer-facts.ts',
    'if (before !== null) track.remove(before, this.#interval(before, plan));',
    '',
  ),
  mutant(
    'a cancelled or returned order counts',
    'orders/where.ts',
    "return group !== 'cancelled' && group !== 'returned';",
    'return true;',
  ),
  mutant(
    'an order in another currency is added',
    'orders/where.ts',
    'if (required !== null) predicates.unshift(inCurrency(required));',
    '',
  ),
  mutant(
    'an unpaid order counts as paid when it was created',
    'orders/selection.ts',
    "return at === 'paid' ? order.paidAt : order.completedAt;",
    "return (at === 'paid' ? order.paidAt : order.completedAt) ?? order.createdAt;",
  ),
  mutant(
    'a false ALL is trusted for ever',
    'node.ts',
    'return latestFalse ?? earliest;',
    'return latestFalse === undefined ? earliest : NEVER;',
  ),
  mutant(
    'a true ALL is trusted until the last of its children changes',
    'node.ts',
    'if (found.until < earliest.until) earliest = found;\n        } else {\n          if (found.until === Number.POSITIVE_INFINITY) return NEVER;',
    'if (earliest === ALWAYS || found.until > earliest.until) earliest = found;\n        } else {\n          if (found.until === Number.POSITIVE_INFINITY) return NEVER;',
  ),
  mutant(
    'a false ANY is trusted until the last of its children changes',
    'node.ts',
    'if (found.until < earliest.until) earliest = found;\n        } else {\n          if (found.until === Number.POSITIVE_INFINITY) return ALWAYS;',
    'if (earliest === NEVER || found.until > earliest.until) earliest = found;\n        } else {\n          if (found.until === Number.POSITIVE_INFINITY) return ALWAYS;',
  ),
  mutant('k of n is off by one in its bound', 'node.ts', '[needed - 1]', '[needed]'),
  mutant('k of n asks for more than k', 'node.ts', 'const value = holding >= k;', 'const value = holding > k;'),
  mutant('NOT forgets to negate', 'verdict.ts', 'return verdict(!value, until);', 'return verdict(value, until);'),
  mutant(
    'a stretch of time includes its end',
    'verdict.ts',
    'if (from >= to || now >= to) return NEVER;',
    'if (from >= to || now > to) return NEVER;',
  ),
  mutant(
    'months are thirty days',
    'calendar.ts',
    'months === 0 ? day : addMonths(day, months)',
    'months === 0 ? day : day + months * 30',
  ),
  mutant(
    'month ends are not clamped',
    'civil.ts',
    'epochDayOf(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)))',
    'epochDayOf(toYear, toMonth, day)',
  ),
  mutant(
    'a skipped local time goes on behind the gap',
    'calendar.ts',
    'return instant > span.start ? instant : span.start;',
    'return instant;',
  ),
  mutant(
    'every fourth year is a leap year, and no other rule',
    'civil.ts',
    'year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)',
    'year % 5 === 0',
  ),
  mutant(
    'local days are days in UTC',
    'calendar.ts',
    'return startOfDay(day + 1, zone) <= instant ? day + 1 : day;',
    'return Math.floor(instant / DAY_MS);',
  ),
  mutant(
    'what lies ahead is counted backward from it',
    'tests/rolling.ts',
    'addDuration(at, length, zone) >= d;',
    "at >= addDuration(d, { text: '', months: -length.months, days: -length.days, ms: -length.ms }, zone);",
  ),
  mutant(
    'days are added before months',
    'calendar.ts',
    '(months === 0 ? day : addMonths(day, months)) + days',
    'addMonths(day + days, months)',
  ),
  mutant(
    'a local time that comes twice is the later one',
    'calendar.ts',
    'while (local >= span.end + span.offset)',
    'while (local >= span.end + Math.min(span.offset, zone.spanAt(span.end).offset))',
  ),
  mutant(
    'clocks that are put back within two months never changed',
    'zone.ts',
    'const PROBE_MS = 2 * DAY_MS;',
    'const PROBE_MS = 64 * DAY_MS;',
  ),
  mutant(
    'who was born on 29 February waits until 1 March',
    'tests/recurring.ts',
    'Math.min(dayOfMonth, daysInMonth(year + n, month))',
    'dayOfMonth',
  ),
  mutant(
    'days are counted from midnight to midnight',
    'orders/rhythm.ts',
    'while (after(d, n, zone) > now) n--;',
    'n--;',
  ),
  mutant('weeks begin on Sunday', 'civil.ts', '(epochDay + 3) % 7', '(epochDay + 4) % 7'),
  mutant(
    'what falls due at the instant of an event is decided before it',
    'decide.ts',
    'advanceWhile(catalog, state, (dueAt) => dueAt < now, transitions);',
    'advanceWhile(catalog, state, (dueAt) => dueAt <= now, transitions);',
  ),
  mutant(
    'what was missed is decided at the instant of the next event',
    'decide.ts',
    "    const now = state.dueAt;\n    state.dueAt = runStep({ catalog, state, now, cause: 'TIME'",
    "    const now = state.dueAt + 1;\n    state.dueAt = runStep({ catalog, state, now, cause: 'TIME'",
  ),
  mutant(
    'a version that is known is taken again',
    'decide.ts',
    'if (known !== undefined && version <= known.version) return transitions;',
    'if (known !== undefined && version < known.version) return transitions;',
  ),
  mutant(
    'an older profile replaces a newer one',
    'decide.ts',
    'if (event.version <= state.profileVersion) return transitions;',
    '',
  ),
  mutant(
    'an erased customer comes back by an old order',
    'decide.ts',
    'Math.min(occurredAt, order.createdAt) <= erasedAt',
    'false',
  ),
  mutant(
    'numbers begin anew after an erasure',
    'decide.ts',
    '  state.orders.clear();',
    '  state.orders.clear();\n  state.memberships.clear();',
  ),
  mutant(
    'a segment is not asked again when one that it refers to has changed',
    'decide.ts',
    'refersTo.some((referred) => changed.includes(referred))',
    'false',
  ),
  mutant(
    'an order takes no bound back',
    'customer-facts.ts',
    'for (const segment of plan.dependents) this.bounds[segment] = Number.NEGATIVE_INFINITY;',
    '',
  ),
  mutant(
    'a profile takes no bound back',
    'customer-facts.ts',
    'for (const segment of this.#layout.touchedByProfile) this.bounds[segment] = Number.NEGATIVE_INFINITY;',
    '',
  ),
  mutant(
    'who moves leaves the past behind in the old zone',
    'customer-facts.ts',
    'if (plan.zone === null) this.#tracks[plan.index] = undefined;',
    'void plan;',
  ),
  mutant(
    'the exit that brings a count to its limit is off by one',
    'orders/total-flip.ts',
    'leaving.length - flip - 1',
    'leaving.length - flip',
  ),
  mutant(
    'a sum is followed without those that have yet to come',
    'orders/total-flip.ts',
    'track.coming.length > 0 || total.negatives > 0 ||',
    'total.negatives > 0 ||',
  ),
  mutant(
    'a sum is followed as if nothing were returned',
    'orders/total-flip.ts',
    'track.coming.length > 0 || total.negatives > 0 ||',
    'track.coming.length > 0 ||',
  ),
  mutant(
    'names that go out of a window are kept',
    'orders/name-counts.ts',
    'if (count === 0) this.#counts.delete(key);\n      else this.#counts.set(key, count);',
    'this.#counts.set(key, count);',
  ),
  mutant(
    'case matters',
    'text.ts',
    'folded = ASCII.test(text) ? text.toLowerCase() : foldUnicode(text);',
    'folded = ASCII.test(text) ? text : foldUnicode(text);',
  ),
  mutant(
    'a category matches its leaf only',
    'orders/item.ts',
    'for (const name of categories) if',
    'for (const name of categories.slice(-1)) if',
  ),
  mutant(
    'an anniversary ends a day early',
    'tests/recurring.ts',
    'startOfDay(anniversary + after + 1, zone)',
    'startOfDay(anniversary + after, zone)',
  ),
];
