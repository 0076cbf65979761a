import { countWords } from '../describe/quantity-words.ts';
import type { Decider, LeafReport, More, Remedy } from '../explain/leaf-report.ts';
import { timeWords } from '../explain/time-words.ts';
import type { Instant } from '../facts.ts';
import type { Occasion } from '../tracks/selection.ts';
import type { Zone } from '../zone.ts';
import type { Stay } from './stays.ts';

/** What the occasions of one source are called, and how one of them is told of. */
export interface Noun {
  readonly one: string;
  readonly many: 'orders' | 'activities' | 'messages';
  /** Such as `product_viewed`; its time is told beside. */
  name(this: void, occasion: Occasion): string;
  decider(this: void, occasion: Occasion): Decider;
}

/** What an aggregate is told of when it reports: the occasions themselves, and not only what is kept of them. */
export interface OccasionView {
  readonly noun: Noun;
  /** In the window now, the earliest first. */
  readonly inside: readonly Stay[];
  /** The last of those that have gone out of the window; null when none have. */
  readonly gone: Stay | null;
  readonly now: Instant;
  readonly zone: Zone;
  /** What a new one has to be besides matching, such as `within 90 days`; null when none of now would count. */
  readonly scope: string | null;
  /** Whether one of now would count at once. */
  readonly isOpen: boolean;
  /** Whether one of a moment ago would count now. */
  readonly wasOpen: boolean;
}

/** Of an aggregate: all but when it last changed. */
export type OccasionReport = Omit<LeafReport, 'since'>;

export function stayWords({ noun, zone }: OccasionView, { occasion }: Stay): string {
  return `${noun.name(occasion)} of ${timeWords(occasion.at, zone)}`;
}

/** Of all that are inside together. */
export function decidedByAll({ noun, inside }: OccasionView): Decider {
  const next = nextOut(inside);
  if (next === undefined) return { kind: noun.many, inside: inside.length, nextOut: null };
  const { occasion, interval } = next;
  const out = { id: occasion.id, at: occasion.at, outAt: interval[1] };
  return { kind: noun.many, inside: inside.length, nextOut: out };
}

function nextOut(inside: readonly Stay[]): Stay | undefined {
  const first = inside.reduce<Stay | undefined>(
    (best, stay) => (best === undefined || stay.interval[1] < best.interval[1] ? stay : best),
    undefined,
  );
  return first?.interval[1] === Number.POSITIVE_INFINITY ? undefined : first;
}

/** `three orders; the first to go out is order o1 of ..., on ...`. */
export function insideWords(view: OccasionView): string {
  const { noun, inside, zone } = view;
  const all = numberOf(inside.length, noun);
  const next = nextOut(inside);
  if (next === undefined) return all;
  const which = inside.length === 1 ? 'it goes out' : `the first to go out is ${stayWords(view, next)},`;
  return `${all}; ${which} on ${timeWords(next.interval[1], zone)}`;
}

/** `three orders`. */
export function numberOf(n: number, { one, many }: Noun): string {
  return `${countWords(n)} ${n === 1 ? one : many}`;
}

/** What there was before, where there is none now. */
export function goneWords(view: OccasionView): string {
  const { gone, zone } = view;
  if (gone === null) return '';
  return `; the latest, ${stayWords(view, gone)}, went out on ${timeWords(gone.interval[1], zone)}`;
}

/** So many more of them; none at all are no remedy. */
export function moreOf(n: number, view: OccasionView): readonly Remedy[] {
  const { noun, inside } = view;
  const words = `${countWords(n)}${inside.length === 0 ? '' : ' more'} such ${n === 1 ? noun.one : noun.many}`;
  return n === 0 ? [] : remedy(words, { of: noun.many, amount: n }, view);
}

/** Nothing when no new one would count. What does not count at once turns nothing at once. */
export function remedy(words: string, more: More | null, { scope, isOpen, wasOpen }: OccasionView): readonly Remedy[] {
  if (scope === null) return [];
  return [{ words, scope, more: isOpen ? more : null, isInTime: isOpen && wasOpen && more !== null }];
}
