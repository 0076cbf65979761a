import { dayMs, offsetAt, periodOf, plus, resolveLocal, wallClock, type Day, type Instant } from './calendar.ts';
import { anniversaryIn, calendarPeriod, dayPlus, localDay, startOfDay, yearOf } from './days.ts';
import { type SegmentDocument } from './document.ts';
import { dayOf, placedPlus, placeOf, type Placed } from './instant-tests.ts';
import { zoneOf } from './naive-evaluator.ts';
import { rememberingPerZone } from './remembering.ts';
import { timeWordsOf, type FactSource, type TimeWords } from './time-words.ts';
import { type Account, type Facts } from './view.ts';

function ordersPlaced({ orders }: Facts, timestamps: readonly string[]): Placed[] {
  const all = orders.flatMap(({ createdAt, paidAt, completedAt }) =>
    timestamps.map((name) => (name === 'created' ? createdAt : name === 'paid' ? paidAt : completedAt)),
  );
  return all.filter((at) => at !== null).map((instant) => ({ instant }));
}

function profilePlaced({ profile, profiles }: Facts): Placed[] {
  const loyalty = profile?.loyalty;
  const instants = [profile?.createdAt, loyalty?.joinedAt, loyalty?.levelSince, ...profiles.map(({ at }) => at)];
  const placed: Placed[] = instants.filter((at) => typeof at === 'number').map((instant) => ({ instant }));
  const birthday = profile?.birthday ?? null;
  return birthday === null ? placed : [...placed, { date: birthday }];
}

const occurred = (events: readonly { readonly occurredAt: Instant }[]): Placed[] =>
  events.map(({ occurredAt }) => ({ instant: occurredAt }));

/** All that a leaf's facts have a place in time by. */
function placedFacts(source: FactSource, timestamp: string, facts: Facts, entries: readonly Instant[]): Placed[] {
  switch (source) {
    case 'orders':
      return ordersPlaced(facts, [timestamp]);
    case 'profile':
      return profilePlaced(facts);
    case 'activities':
      return occurred(facts.activities);
    case 'messages':
      return occurred(facts.messageEvents);
    case 'conduct':
      return [
        ...ordersPlaced(facts, ['created', 'paid', 'completed']),
        ...occurred(facts.activities),
        ...occurred(facts.messageEvents),
      ];
    case 'entries':
      return entries.map((instant) => ({ instant }));
  }
}

/** Where the clock changes within a local day. */
const clockChanges = rememberingPerZone((day: Day, zone): Instant[] => {
  const start = startOfDay(day, zone);
  const end = startOfDay(day + 1, zone);
  if (offsetAt(start - 1, zone) === offsetAt(end, zone)) return [];
  const found: Instant[] = [];
  for (let at = start; at <= end; at += 60_000) if (offsetAt(at, zone) !== offsetAt(at - 1, zone)) found.push(at);
  return found;
});

/**
 * Where now + P can cross `place`: at its own time of day on each of the days around place - P, at the midnights there (clamping
 * changes the sum at midnight), wherever the clock changes on the way, and at that time of day once more where the clock shows it twice.
 */
function aheadCandidates(place: Instant, duration: string, zone: string): Instant[] {
  const { hasCalendarPart, before, elapsedMs } = periodOf(duration);
  const target = place - elapsedMs;
  if (!hasCalendarPart) return [target];
  const time = wallClock(target, zone);
  const reached = Math.floor(time / dayMs);
  const centre = before(reached);
  const result: Instant[] = [];
  for (let day = centre - 4; day <= centre + 4; day += 1) {
    const moment = resolveLocal(day * dayMs + (time - reached * dayMs), zone);
    result.push(startOfDay(day, zone), moment);
    for (const change of clockChanges(day, zone))
      result.push(change, moment + offsetAt(change - 1, zone) - offsetAt(change, zone));
  }
  return result;
}

/** Where the local day of now enters and leaves a calendar period that can hold one of the facts. */
function periodCandidates(name: string, placed: readonly Placed[], zone: string, from: Instant, until: Instant): Day[] {
  if (name === 'today' || name === 'yesterday' || name === 'tomorrow')
    return placed.flatMap((one) => [-1, 0, 1, 2].map((more) => dayOf(one, zone) + more));
  const result: Day[] = [];
  const last = localDay(until, zone);
  for (let day = localDay(from, zone); day <= last; day += 1)
    if (calendarPeriod(name, day).from !== calendarPeriod(name, day - 1).from) result.push(day);
  return result;
}

/** The days on which an anniversary, or a stretch of time around it, begins or ends. */
function recurringCandidates(date: Day, around: readonly string[], zone: string, from: Instant, until: Instant): Day[] {
  const result: Day[] = [];
  for (let year = yearOf(localDay(from, zone)) - 1; year <= yearOf(localDay(until, zone)) + 1; year += 1) {
    const day = anniversaryIn(year, date);
    result.push(day, day + 1);
    for (const duration of around) result.push(dayPlus(day, -1, duration), dayPlus(day, 1, duration) + 1);
  }
  return result;
}

function addOfLeaf(words: TimeWords, placed: readonly Placed[], zone: string, span: Span, add: (at: Instant) => void) {
  const { from, until } = span;
  for (const one of placed) {
    const place = placeOf(one, zone);
    add(place);
    for (const duration of words.durations) add(placedPlus(one, duration, zone));
    for (const duration of words.ahead) aheadCandidates(place, duration, zone).forEach(add);
    for (const days of words.dayLimits)
      for (const limit of [Math.floor(days), Math.floor(days) + 1])
        if (limit >= 0) add(plus(place, `P${limit}D`, zone));
    if (words.around !== undefined)
      for (const day of recurringCandidates(dayOf(one, zone), words.around, zone, from, until))
        add(startOfDay(day, zone));
  }
  for (const name of words.periods)
    for (const day of periodCandidates(name, placed, zone, from, until)) add(startOfDay(day, zone));
}

/** A stretch of time without its first instant. */
interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * Every instant in (from, until] at which the membership could change with these facts, in order of time.
 *
 * @param turns when the customer entered or left a segment that is referred to.
 */
export function collectCandidates(
  document: SegmentDocument,
  facts: Facts,
  account: Account,
  turns: (segmentId: string) => readonly Instant[],
  from: Instant,
  until: Instant,
): Instant[] {
  const found = new Set<Instant>();
  const add = (at: Instant): void => {
    if (at > from && at <= until) found.add(at);
  };
  const zone = zoneOf(document, facts, account);
  for (const words of timeWordsOf(document)) {
    const entries = words.references.flatMap(turns);
    for (const source of words.sources)
      addOfLeaf(words, placedFacts(source, words.timestamp, facts, entries), zone, { from, until }, add);
  }
  return [...found].sort((left, right) => left - right);
}
