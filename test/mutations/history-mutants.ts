import { type Mutant, mutant } from './mutant.ts';

/** Faults in what is remembered of a customer: what changed, which segments they entered, what became of messages, what was decided once. */
export const historyMutants: readonly Mutant[] = [
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
    'a message is not found by the automation that it came from',
    'messages/origins.ts',
    'for (const origin of originNames) {',
    'for (const origin of originNames.slice(1)) {',
  ),
  mutant(
    'of the events of one kind the latest counts',
    'message.ts',
    'first === undefined || occurredAt < first',
    'first === undefined || occurredAt > first',
  ),
  mutant(
    'a static segment follows what happens',
    'static-membership.ts',
    'if (asOf === null || now > asOf) return constant(isMember(',
    'if (asOf !== null && now > asOf) return constant(isMember(',
  ),
  mutant(
    'a static segment is decided by the clock of its adoption, whatever it says',
    'static-membership.ts',
    'this.#root.evaluate(facts, asOf ?? now)',
    'this.#root.evaluate(facts, now)',
  ),
  mutant(
    'a static segment is decided anew with the segments that it refers to',
    'catalog.ts',
    'once === null ? Math.max(...changes) : (changes[0] as number)',
    'Math.max(...changes)',
  ),
  mutant(
    'what happens at the instant of a static segment comes too late for it',
    'static-membership.ts',
    'return now < asOf ? verdict(false, asOf) : constant(this.#root.evaluate(facts, now).value);',
    'return now < asOf ? verdict(false, asOf) : constant(false);',
  ),
  mutant(
    'a message makes a forgotten customer known again',
    'decide.ts',
    'if (isForgotten(state) || isErased(state, event.occurredAt)) return transitions;',
    'if (isErased(state, event.occurredAt)) return transitions;',
  ),
];
