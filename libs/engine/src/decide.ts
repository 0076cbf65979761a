import type { Catalog, CompiledSegment } from './catalog.ts';
import { clearFacts, type CustomerState, isBlank, isForgotten, isMember } from './customer-state.ts';
import type { ActivityEvent, CustomerEvent, Instant, MessageEvent, OrderEvent } from './facts.ts';
import { withMessageEvent } from './message.ts';
import { recordChanges } from './profile-changes.ts';
import type { CustomerFacts } from './customer-facts.ts';
import { SegmentError } from './segment-error.ts';
import type { Cause, Evidence, Transition } from './transition.ts';
import type { Verdict } from './verdict.ts';

/**
 * The decisions about a customer. Each changes the state in place and returns the transitions in their order; `now` never
 * decreases between the calls for one customer.
 *
 * An event at T finds everything that fell due before T already decided, each at its own instant; what falls due at T exactly is
 * decided together with the event, so that two changes which cancel out are none.
 */
export function decideCustomerEvent(
  catalog: Catalog,
  state: CustomerState,
  event: CustomerEvent,
  now: Instant,
): Transition[] {
  if (event.kind === 'MERGED')
    throw new Error('WEIR_EVENT_MERGED: a merge concerns two customers and is not decided here');
  const transitions = catchUp(catalog, state, now);
  if (event.version <= state.profileVersion) return transitions;
  state.profileVersion = event.version;
  if (event.kind === 'ERASED') {
    state.erasedAt = Math.max(state.erasedAt ?? Number.NEGATIVE_INFINITY, Math.min(event.occurredAt, now));
    erase(catalog, state, now, transitions);
    return transitions;
  }
  if (event.profile === null) throw new Error('WEIR_EVENT_INVALID: an UPSERTED event carries the profile');
  recordChanges(state, event.profile, Math.min(event.occurredAt, now));
  const previous = state.profile;
  state.profile = event.profile;
  catalog.factsOf(state).profileChanged(previous);
  decideStep(catalog, state, now, transitions);
  return transitions;
}

export function decideOrderEvent(
  catalog: Catalog,
  state: CustomerState,
  event: OrderEvent,
  now: Instant,
): Transition[] {
  const transitions = catchUp(catalog, state, now);
  const { order, version } = event;
  if (isErased(state, Math.min(event.occurredAt, order.createdAt))) return transitions;
  const known = state.orders.get(order.orderId);
  if (known !== undefined && version <= known.version) return transitions;
  const facts = catalog.factsOf(state);
  state.orders.set(order.orderId, { version, order });
  facts.orderChanged(order, known?.order ?? null, now);
  decideStep(catalog, state, now, transitions);
  return transitions;
}

/** An activity that is known already changes nothing. */
export function decideActivityEvent(
  catalog: Catalog,
  state: CustomerState,
  event: ActivityEvent,
  now: Instant,
): Transition[] {
  const transitions = catchUp(catalog, state, now);
  const { eventId, occurredAt, name, properties } = event;
  if (isErased(state, occurredAt) || state.activities.has(eventId)) return transitions;
  const activity = { eventId, occurredAt, name, properties };
  state.activities.set(eventId, activity);
  catalog.factsOf(state).activityAdded(activity, now);
  decideStep(catalog, state, now, transitions);
  return transitions;
}

/** An event that tells nothing new of its message changes nothing. */
export function decideMessageEvent(
  catalog: Catalog,
  state: CustomerState,
  event: MessageEvent,
  now: Instant,
): Transition[] {
  const transitions = catchUp(catalog, state, now);
  // A message is the shop's doing: none makes a forgotten customer known again.
  if (isForgotten(state) || isErased(state, event.occurredAt)) return transitions;
  const known = state.messages.get(event.messageId);
  const message = withMessageEvent(known, event);
  if (message === known) return transitions;
  state.messages.set(event.messageId, message);
  catalog.factsOf(state).messageChanged(message, known ?? null, now);
  decideStep(catalog, state, now, transitions);
  return transitions;
}

/** A repeat, a straggler or an edit of what was to be forgotten. */
function isErased({ erasedAt }: CustomerState, madeAt: Instant): boolean {
  return erasedAt !== null && madeAt <= erasedAt;
}

/** Decides all that falls due up to and including `through`, each at its own instant. */
export function advance(catalog: Catalog, state: CustomerState, through: Instant): Transition[] {
  const transitions: Transition[] = [];
  if (isStale(catalog, state)) adoptInto(catalog, state, through, transitions);
  advanceWhile(catalog, state, (dueAt) => dueAt <= through, transitions);
  return transitions;
}

/**
 * Decides a customer by a newer catalog, silently: segments that are new or changed since the customer was last decided, and
 * those that no longer exist, which are left. The dues of unchanged segments before `now` come first, each at its own instant.
 */
export function adopt(catalog: Catalog, state: CustomerState, now: Instant): Transition[] {
  const transitions: Transition[] = [];
  adoptInto(catalog, state, now, transitions);
  return transitions;
}

function isStale(catalog: Catalog, state: CustomerState): boolean {
  return state.catalogRevision !== 0 && state.catalogRevision !== catalog.revision;
}

function catchUp(catalog: Catalog, state: CustomerState, now: Instant): Transition[] {
  const transitions: Transition[] = [];
  if (isStale(catalog, state)) adoptInto(catalog, state, now, transitions);
  advanceWhile(catalog, state, (dueAt) => dueAt < now, transitions);
  return transitions;
}

function advanceWhile(
  catalog: Catalog,
  state: CustomerState,
  isDue: (dueAt: Instant) => boolean,
  transitions: Transition[],
): void {
  while (isDue(state.dueAt)) {
    const now = state.dueAt;
    state.dueAt = runStep({ catalog, state, now, cause: 'TIME', silent: false, transitions });
  }
}

/** What an event touches, and what is due at the very instant. */
function decideStep(catalog: Catalog, state: CustomerState, now: Instant, transitions: Transition[]): void {
  state.dueAt = runStep({ catalog, state, now, cause: 'EVENT', silent: false, transitions });
  state.catalogRevision = catalog.revision;
}

function adoptInto(catalog: Catalog, state: CustomerState, now: Instant, transitions: Transition[]): void {
  if (isBlank(state)) return;
  const known = state.catalogRevision;
  const [unchanged, changed] = [new Set<number>(), new Set<number>()];
  for (const { index, changedIn } of catalog.segments) (changedIn <= known ? unchanged : changed).add(index);
  while (state.dueAt <= now) {
    const at = state.dueAt;
    state.dueAt = runStep({ catalog, state, now: at, cause: 'TIME', silent: false, transitions }, unchanged);
  }
  const step: Step = { catalog, state, now, cause: 'DEFINITION', silent: true, transitions };
  state.dueAt = Math.min(state.dueAt, runStep(step, changed));
  leaveUnknown(step);
  state.catalogRevision = catalog.revision;
}

function leaveUnknown(step: Step): void {
  const known = new Set(step.catalog.segments.map(({ id }) => id));
  for (const [id, membership] of step.state.memberships) {
    if (known.has(id) || !isMember(membership)) continue;
    change(step, id, 0, [{ condition: 'definition', actual: 'removed', threshold: 'present' }]);
  }
}

function erase(catalog: Catalog, state: CustomerState, now: Instant, transitions: Transition[]): void {
  const versions = new Map(catalog.segments.map(({ id, version }) => [id, version]));
  const step: Step = { catalog, state, now, cause: 'ERASE', silent: false, transitions };
  for (const [id, membership] of state.memberships) {
    if (!isMember(membership)) continue;
    change(step, id, versions.get(id) ?? 0, [{ condition: 'customer', actual: 'erased', threshold: 'known' }]);
  }
  // Whoever comes back is as one never seen, but for the numbers.
  for (const [id, membership] of state.memberships) state.memberships.set(id, { ...membership, enteredAt: null });
  const { profile } = state;
  clearFacts(state);
  state.dueAt = Number.POSITIVE_INFINITY;
  state.catalogRevision = 0;
  const facts = catalog.factsOf(state);
  facts.profileChanged(profile);
  facts.cleared();
}

interface Step {
  readonly catalog: Catalog;
  readonly state: CustomerState;
  readonly now: Instant;
  readonly cause: Cause;
  readonly silent: boolean;
  readonly transitions: Transition[];
}

/**
 * Decides the segments, in their order, at one instant: those whose bound has come, or was taken back because an event has touched their
 * facts, and those that refer to one which has changed just now. Returns the earliest of the bounds. With `among`, all of that only of some.
 */
function runStep(step: Step, among?: ReadonlySet<number>): Instant {
  const { catalog, state, now, transitions } = step;
  const facts = catalog.factsOf(state);
  facts.step++;
  do {
    const queue = facts.bounds.through(now);
    for (let next = 0; next < queue.length; next++) {
      const index = queue[next] as number;
      if (among?.has(index) === false) continue;
      const segment = catalog.segmentAt(index);
      const told = transitions.length;
      facts.bounds.set(index, decideSegment(step, segment, facts));
      if (transitions.length > told) for (const referrer of segment.referrers) enqueue(queue, referrer, next + 1);
    }
    if (among !== undefined) return earliestAmong(among, facts);
  } while (!isSettled(step, facts));
  const { earliest } = facts.bounds;
  return earliest < 0 ? Number.POSITIVE_INFINITY : facts.bounds.at(earliest);
}

/** Puts an index where it belongs among those from a place on, if it is not there already. */
function enqueue(queue: number[], index: number, from: number): void {
  let place = queue.length;
  while (place > from && (queue[place - 1] as number) > index) place--;
  if (place === from || queue[place - 1] !== index) queue.splice(place, 0, index);
}

/**
 * Makes the earliest bound of all what it is. An event that turned nothing may have put bounds off, and they are not told: so the earliest
 * is asked anew until it stays. What is not the earliest costs nothing. False when a segment has turned that nothing has led to: better
 * late than never, it has to be decided.
 */
function isSettled(step: Step, facts: CustomerFacts): boolean {
  const { bounds } = facts;
  for (let index = bounds.earliest; index >= 0; index = bounds.earliest) {
    const bound = bounds.at(index);
    if (bound === Number.POSITIVE_INFINITY) break;
    const segment = step.catalog.segmentAt(index);
    const { value, until } = verdictOf(step, segment, facts);
    if (until === bound) break;
    bounds.set(index, until);
    if (value === isMember(step.state.memberships.get(segment.id))) continue;
    bounds.takeBack(index);
    return false;
  }
  return true;
}

function earliestAmong(among: ReadonlySet<number>, { bounds }: CustomerFacts): Instant {
  let earliest = Number.POSITIVE_INFINITY;
  for (const index of among) earliest = Math.min(earliest, bounds.at(index));
  return earliest;
}

/** Announces the segment's change, if there is one; returns its bound. */
function decideSegment(step: Step, segment: CompiledSegment, facts: CustomerFacts): Instant {
  const { state, now } = step;
  const { id, version, root } = segment;
  try {
    const { value, until } = verdictOf(step, segment, facts);
    if (!(until > now)) throw new Error(`the bound ${until} is not later than ${now}`);
    if (value !== isMember(state.memberships.get(id)))
      change(step, id, version, (segment.static ?? root).explain(facts, now));
    return until;
  } catch (error) {
    throw new SegmentError(id, error);
  }
}

function verdictOf({ cause, now }: Step, segment: CompiledSegment, facts: CustomerFacts): Verdict {
  if (segment.static === null) return segment.root.evaluate(facts, now);
  return cause === 'DEFINITION' ? segment.static.adopt(facts, now) : segment.static.evaluate(facts, now);
}

function change(step: Step, segmentId: string, segmentVersion: number, evidence: readonly Evidence[]): void {
  const { state, now, cause, silent, transitions } = step;
  const before = state.memberships.get(segmentId);
  const seq = (before?.seq ?? 0) + 1;
  const isEntry = seq % 2 === 1;
  const enteredAt = isEntry ? now : (before?.enteredAt ?? null);
  state.memberships.set(segmentId, { segmentId, seq, since: now, enteredAt });
  transitions.push({
    type: isEntry ? 'SegmentEntered' : 'SegmentLeft',
    customerId: state.customerId,
    segmentId,
    segmentVersion,
    seq,
    effectiveAt: now,
    cause,
    silent,
    evidence,
    enteredAt: isEntry ? null : (before?.since ?? null),
  });
}
