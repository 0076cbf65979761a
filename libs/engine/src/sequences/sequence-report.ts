import type { Deed } from '../activities/activity-choice.ts';
import { type CustomerFacts, knownFacts } from '../customer-facts.ts';
import { durationWords } from '../describe/quantity-words.ts';
import type { Decider, LeafReport, Remedy } from '../explain/leaf-report.ts';
import { timeWords } from '../explain/time-words.ts';
import type { Instant } from '../facts.ts';
import type { SequenceSpec } from './sequence-spec.ts';
import type { Match } from '../orders/selection.ts';
import type { Occasion } from '../tracks/selection.ts';
import type { Interval } from '../tracks/track.ts';
import type { Lens } from '../tracks/track-plan.ts';
import type { Zone } from '../zone.ts';
import { answerableUntil, countingOf } from './pairing.ts';
import { sinceWhen } from './sequence-history.ts';
import type { Side } from './side.ts';

/** A leaf that asks for a sequence, for those who ask about it. */
export interface SequenceInquiry {
  readonly spec: SequenceSpec;
  readonly first: Lens;
  readonly answer: Lens;
  readonly zone: Zone;
}

/** A start with what became of it. */
interface Case {
  readonly start: Occasion;
  readonly answer: Occasion | undefined;
  /** When it can no longer be answered. */
  readonly end: Instant;
  readonly counts: Interval | null;
}

export function reportSequence(inquiry: SequenceInquiry, facts: CustomerFacts, now: Instant): LeafReport {
  const [starts, answers] = [occasionsOf(inquiry.first, facts), occasionsOf(inquiry.answer, facts)];
  const cases = casesOf(inquiry, starts, answers);
  const inside = cases.filter(({ counts }) => counts !== null && counts[0] <= now && now < counts[1]);
  const told = inside.length > 0 ? lastToGo(inside) : (nextToCome(cases, now) ?? cases.at(-1));
  const remedies = inside.length > 0 ? tooLate(inquiry, inside, now) : remediesOf(inquiry, cases, now);
  return {
    found: told === undefined ? 'none' : caseWords(inquiry, told, now),
    decidedBy: told === undefined ? [] : decidersOf(inquiry, told),
    since: sinceWhen(inquiry.spec, [starts, answers], facts, inquiry.zone, now),
    remedies,
  };
}

function occasionsOf({ selection }: Lens, { state }: CustomerFacts): readonly Occasion[] {
  const occasions = [...knownFacts(state, selection.source)].flatMap((fact) => selection.match(fact) ?? []);
  return occasions.sort((a, b) => a.at - b.at);
}

function casesOf(
  { spec, zone }: SequenceInquiry,
  starts: readonly Occasion[],
  answers: readonly Occasion[],
): readonly Case[] {
  let next = 0;
  return starts.map((start) => {
    while ((answers[next]?.at ?? Number.POSITIVE_INFINITY) < start.at) next++;
    const answer = answers[next];
    const end = answerableUntil(spec, start.at, zone);
    const counts = countingOf(spec, start.at, answer?.at ?? Number.POSITIVE_INFINITY, zone);
    return { start, answer: answer !== undefined && answer.at < end ? answer : undefined, end, counts };
  });
}

function lastToGo(inside: readonly Case[]): Case | undefined {
  const exitOf = ({ counts }: Case): Instant => counts?.[1] ?? Number.NEGATIVE_INFINITY;
  return inside.reduce((best, one) => (exitOf(one) >= exitOf(best) ? one : best));
}

function nextToCome(cases: readonly Case[], now: Instant): Case | undefined {
  const coming = cases.filter(({ counts }) => counts !== null && counts[0] > now);
  return coming.toSorted((a, b) => (a.counts?.[0] ?? 0) - (b.counts?.[0] ?? 0))[0];
}

function nameOf(side: Side, occasion: Occasion): string {
  return side.kind === 'activity' ? (occasion as Deed).activity.name : `order ${(occasion as Match).order.orderId}`;
}

function caseWords({ spec, zone }: SequenceInquiry, { start, answer, end, counts }: Case, now: Instant): string {
  const words = (side: Side, one: Occasion): string => `${nameOf(side, one)} of ${timeWords(one.at, zone)}`;
  const what = spec.answer.kind === 'activity' ? `${spec.answer.name}` : 'such an order';
  const outcome =
    answer !== undefined
      ? `followed by ${words(spec.answer, answer)}`
      : `not followed by ${what} ${now < end ? 'so far, with time until' : 'before'} ${timeWords(end, zone)}`;
  const gone = counts !== null && counts[1] <= now ? `; it went out on ${timeWords(counts[1], zone)}` : '';
  return `${words(spec.first, start)}, ${outcome}${gone}`;
}

function decidersOf({ spec }: SequenceInquiry, { start, answer }: Case): readonly Decider[] {
  const decider = (side: Side, one: Occasion): Decider =>
    side.kind === 'activity'
      ? { kind: 'activity', eventId: one.id, name: nameOf(side, one), at: one.at }
      : { kind: 'order', orderId: one.id, at: one.at };
  return [decider(spec.first, start), ...(answer === undefined ? [] : [decider(spec.answer, answer)])];
}

const one = { activity: 'one such activity', orders: 'one such order' } as const;
const sources = { activity: 'activities', orders: 'orders' } as const;

/** What makes a sequence out of what there is, or a new one. */
function remediesOf({ spec, zone }: SequenceInquiry, cases: readonly Case[], now: Instant): readonly Remedy[] {
  const { isAnswered, within, answer, first } = spec;
  const open = isAnswered ? cases.filter((each) => canBeAnswered(each, now) && isSeen(spec, each, now, zone)) : [];
  const longest = open.toSorted((a, b) => a.end - b.end).at(-1);
  if (longest !== undefined) {
    const more = { of: sources[answer.kind], amount: 1 };
    const scope = `before ${timeWords(longest.end, zone)}, to follow ${nameOf(first, longest.start)}`;
    return [{ words: one[answer.kind], scope, more, isInTime: longest.start.at < now }];
  }
  const begun = countingOf(spec, now, isAnswered ? now : Number.POSITIVE_INFINITY, zone);
  if (begun === null || begun[1] <= now) return [];
  const scope = isAnswered
    ? `and then ${one[answer.kind]} less than ${durationWords(within)} after it`
    : `and then waiting until ${timeWords(begun[0], zone)} without ${one[answer.kind]}`;
  return [{ words: one[first.kind], scope, more: null, isInTime: false }];
}

function canBeAnswered({ start, answer, end }: Case, now: Instant): boolean {
  return answer === undefined && start.at <= now && now < end;
}

/** Whether the window holds the start now. */
function isSeen(spec: SequenceSpec, { start }: Case, now: Instant, zone: Zone): boolean {
  const counts = countingOf(spec, start.at, start.at, zone);
  return counts !== null && counts[0] <= now && now < counts[1];
}

/** What would have kept the only start that counts from doing so, up to this very instant. */
function tooLate({ spec }: SequenceInquiry, inside: readonly Case[], now: Instant): readonly Remedy[] {
  const [only] = inside;
  if (spec.isAnswered || inside.length !== 1 || only?.end !== now) return [];
  const more = { of: sources[spec.answer.kind], amount: 1 };
  return [{ words: one[spec.answer.kind], scope: '', more, isInTime: true, isTooLate: true }];
}
