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
    'tracks/track.ts',
    'this.#leaving.instantAt(0) <= now',
    'this.#leaving.instantAt(0) < now',
  ),
  mutant(
    'what comes into a window at this instant is not in yet',
    'tracks/track.ts',
    'this.#coming.instantAt(0) <= now',
    'this.#coming.instantAt(0) < now',
  ),
  mutant(
    'an edited order counts twice',
    'customer-facts.ts',
    '    track.remove(before, this.#interval(before, plan));\n',
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
    'return erasedAt !== null && madeAt <= erasedAt;',
    'return false;',
  ),
  mutant(
    'numbers begin anew after an erasure',
    'decide.ts',
    '  clearFacts(state);',
    '  clearFacts(state);\n  state.memberships.clear();',
  ),
  mutant(
    'a segment is not asked again when one that it refers to has changed',
    'decide.ts',
    'if (transitions.length > told) for (const referrer of segment.referrers) enqueue(queue, referrer, next + 1);',
    'void told;',
  ),
  mutant(
    'an order takes no bound back',
    'customer-facts.ts',
    'plan.newcomers.letIn(track, occasion, this.#interval(occasion, plan), now, this.#takeBack);',
    'plan.newcomers.letIn(track, occasion, this.#interval(occasion, plan), now, () => undefined);',
  ),
  mutant(
    'a profile takes no bound back',
    'customer-facts.ts',
    'for (const segment of this.#layout.touchedByProfile) this.bounds.takeBack(segment);',
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
  mutant(
    'only the last change of a field is looked at',
    'leaves/changed.ts',
    'changes.reduce((found, change) => either(found, decide(change, now, zone)), NEVER)',
    'changes.slice(-1).reduce((found, change) => either(found, decide(change, now, zone)), NEVER)',
  ),
  mutant(
    'of several changes the one that is due first is overlooked',
    'verdict.ts',
    'if (!a.value && !b.value) return a.until <= b.until ? a : b;',
    'if (!a.value && !b.value) return a.until >= b.until ? a : b;',
  ),
  mutant(
    'what a field was before it was missing is forgotten',
    'profile-changes.ts',
    'for (const [field, value] of before) state.formerValues.set(field, value);',
    '',
  ),
  mutant('another spelling is a change', 'profile-changes.ts', 'fold(from) === fold(to)', 'from === to'),
  mutant(
    'leaving a segment counts as entering it',
    'leaves/entered-segment.ts',
    'state.memberships.get(id)?.enteredAt ?? null',
    'state.memberships.get(id)?.since ?? null',
  ),
  mutant(
    'a hard bounce stands for ever',
    'messages/channels.ts',
    'every(({ at }) => at <= bouncedAt)',
    'every(() => true)',
  ),
  mutant(
    'whoever consents again after a complaint is contactable again',
    'leaves/contactable.ts',
    '!facts.channels.of(channelOf[channel]).hasComplained &&',
    '',
  ),
  mutant(
    'a consent is for ever, whatever messages say',
    'messages/channels.ts',
    "return 'UNSUBSCRIBED';",
    "return told?.status ?? 'UNSUBSCRIBED';",
  ),
  mutant(
    'a message takes no bound back',
    'customer-facts.ts',
    'if (this.channels.messageChanged(message, previous))',
    'if (!this.channels.messageChanged(message, previous) && previous === message)',
  ),
  mutant('a click does not tell of an opening', 'messages/outcomes.ts', 'OPENED ?? CLICKED;', 'OPENED;'),
  mutant(
    'a message that was never delivered is one not opened',
    'messages/outcomes.ts',
    'without(delivered, opened)',
    'without(sent, opened)',
  ),
  mutant(
    'a message that is opened stays among those not opened',
    'messages/outcomes.ts',
    'other(message) === undefined ? one(message) : undefined',
    'one(message)',
  ),
  mutant(
    'of the events of one kind the latest counts',
    'message.ts',
    'first === undefined || occurredAt < first',
    'first === undefined || occurredAt > first',
  ),
];
