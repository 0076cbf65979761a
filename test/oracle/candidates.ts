import { offsetAt, periodOf, plus, resolveLocal, wallClock, type Instant } from './calendar.ts';
import { localDay, startOfDay } from './days.ts';
import { type Json, type SegmentDocument } from './document.ts';
import { zoneOf } from './naive-evaluator.ts';
import { type Account, type Facts } from './view.ts';

const dayMs = 86_400_000;

/** What in a definition makes time matter. */
interface TimeWords {
  readonly durations: readonly string[];
  /** Durations counted from now, whose flips lie before the fact. */
  readonly ahead: readonly string[];
  readonly needsMidnights: boolean;
  readonly needsDays: boolean;
}

const wordsKnown = new WeakMap<SegmentDocument, TimeWords>();

function collectWords(document: SegmentDocument): TimeWords {
  const durations = new Set<string>();
  const ahead = new Set<string>();
  let needsMidnights = false;
  let needsDays = false;
  const visit = (value: Json, key: string): void => {
    if (typeof value === 'string' && /^P[\dT]/.test(value)) {
      durations.add(value);
      if (key === 'inNext' || key === 'moreThanAhead') ahead.add(value);
    }
    if (key === 'calendar' || key === 'anniversary' || key === 'age') needsMidnights = true;
    if (key === 'daysSinceLast' || key === 'recency') needsDays = true;
    if (typeof value !== 'object' || value === null) return;
    for (const [name, child] of Object.entries(value)) visit(child, Array.isArray(value) ? key : name);
  };
  visit(document.when, 'when');
  return { durations: [...durations], ahead: [...ahead], needsMidnights, needsDays };
}

function wordsOf(document: SegmentDocument): TimeWords {
  const known = wordsKnown.get(document) ?? collectWords(document);
  wordsKnown.set(document, known);
  return known;
}

function orderInstants({ orders }: Facts): Instant[] {
  const all = orders.flatMap((order) => [order.createdAt, order.paidAt, order.completedAt]);
  return all.filter((at) => at !== null);
}

/** Every instant among the facts, in whichever role. */
function factInstants(facts: Facts, zone: string): Instant[] {
  const { profile, activities } = facts;
  const ofProfile =
    profile === null
      ? []
      : [
          profile.createdAt,
          profile.loyalty?.joinedAt,
          profile.loyalty?.levelSince,
          profile.birthday === null ? null : startOfDay(profile.birthday, zone),
        ];
  const ofActivities = activities.map((activity) => activity.occurredAt);
  return [...ofProfile, ...ofActivities, ...orderInstants(facts)].filter((at) => typeof at === 'number');
}

function midnights(from: Instant, until: Instant, zone: string): Instant[] {
  const result: Instant[] = [];
  const last = localDay(until, zone);
  for (let day = localDay(from, zone); day <= last; day += 1) result.push(startOfDay(day, zone));
  return result;
}

/**
 * Where now + P can cross `fact`: at the fact's own time of day on each of the days around fact - P, at the midnights there
 * (clamping changes the sum at midnight), and wherever the clock changes on the way.
 */
function aheadCandidates(fact: Instant, duration: string, zone: string): Instant[] {
  const centre = wallClock(fact, zone).subtract(periodOf(duration));
  const result: Instant[] = [];
  for (let days = -4; days <= 4; days += 1) {
    const date = centre.add({ days });
    const moment = resolveLocal(date, zone);
    const midnight = startOfDay(localDay(moment, zone), zone);
    const next = startOfDay(localDay(moment, zone) + 1, zone);
    result.push(midnight, moment);
    if (offsetAt(midnight - 1, zone) === offsetAt(next - 1, zone)) continue;
    for (let at = midnight; at < next; at += 900_000)
      if (offsetAt(at, zone) !== offsetAt(at - 1, zone)) result.push(at);
  }
  return result;
}

function daysAfter(fact: Instant, from: Instant, until: Instant, zone: string): Instant[] {
  const result: Instant[] = [];
  const first = Math.max(0, Math.floor((from - fact) / dayMs) - 2);
  for (let days = first; fact + (days - 2) * dayMs <= until; days += 1) result.push(plus(fact, `P${days}D`, zone));
  return result;
}

/**
 * Every instant in (from, until] at which a membership could change with these facts, with the milliseconds around it,
 * in order of time.
 *
 * @param begun instants at which memberships began, for conditions that count from there.
 */
export function collectCandidates(
  documents: readonly SegmentDocument[],
  facts: Facts,
  begun: readonly Instant[],
  account: Account,
  from: Instant,
  until: Instant,
): Instant[] {
  const found = new Set<Instant>([until]);
  const add = (at: Instant): void => {
    for (const near of [at - 1, at, at + 1]) if (near > from && near <= until) found.add(near);
  };
  for (const document of documents) {
    const zone = zoneOf(document, facts, account);
    const words = wordsOf(document);
    for (const fact of [...factInstants(facts, zone), ...begun]) {
      add(fact);
      for (const duration of words.durations) add(plus(fact, duration, zone));
      for (const duration of words.ahead) for (const at of aheadCandidates(fact, duration, zone)) add(at);
    }
    if (words.needsDays) {
      for (const fact of orderInstants(facts)) for (const at of daysAfter(fact, from, until, zone)) add(at);
    }
    if (words.needsMidnights) for (const at of midnights(from, until, zone)) add(at);
  }
  return [...found].sort((left, right) => left - right);
}
