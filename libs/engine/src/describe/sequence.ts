import type { Duration } from '../duration.ts';
import type { SequenceSpec } from '../sequences/sequence-spec.ts';
import type { Side } from '../sequences/side.ts';
import { activityPhrase } from './activity-phrases.ts';
import type { Describer } from './describer.ts';
import { deeds, orderPhrase } from './order-phrases.ts';
import { durationWords } from './quantity-words.ts';
import type { Setting } from './setting.ts';
import { windowPhrase } from './window-phrase.ts';

/** `they have an activity “cart_updated” of at least two hours ago that was not followed by an order placed less than two hours after it`. */
export const sequence: Describer<SequenceSpec> = ({ first, answer, isAnswered, within, window }, setting) => {
  const start = sidePhrase(first, setting);
  const origin = first.kind === 'activity' ? 'the activity' : 'the order';
  const since = window === null ? [] : [windowPhrase(window, origin, setting)];
  const length = durationWords(within);
  const times = isAnswered ? since : [`at least ${length} ago`, ...since];
  const when = times.length === 0 ? '' : `, ${deedOf(first)} ${times.join(' and ')},`;
  const after = `less than ${length} after it${forward(within, origin, setting)}`;
  const follower = sidePhrase(answer, setting);
  const outcome = `that was ${isAnswered ? '' : 'not '}followed by ${withArticle(follower)} ${deedOf(answer)} ${after}`;
  return {
    yes: `they have ${withArticle(start)}${when} ${outcome}`,
    no: `they have no ${start}${when} ${outcome}`,
  };
};

/** `activity “cart_updated”`, `paid order whose total is at least 10.00 EUR`. */
function sidePhrase(side: Side, setting: Setting): string {
  if (side.kind === 'activity') return `activity${activityPhrase(side)}`;
  // That the order has been paid, or completed, the verb says.
  const { before, after } = orderPhrase({ where: side.where, window: null, at: 'created' }, null, setting);
  return `${before}order${after}`;
}

function withArticle(phrase: string): string {
  return `${/^[aeiou]/.test(phrase) ? 'an' : 'a'} ${phrase}`;
}

function deedOf(side: Side): string {
  return side.kind === 'activity' ? 'done' : deeds[side.at];
}

/** Hours and minutes are elapsed time, the same in every zone. */
function forward({ months, days }: Duration, from: string, setting: Setting): string {
  return months > 0 || days > 0 ? setting.note({ kind: 'forward', from }) : '';
}
