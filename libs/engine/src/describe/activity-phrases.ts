import type { ActivityChoice } from '../activities/activity-choice.ts';
import type { Window } from '../tracks/window.ts';
import { quote } from './clause.ts';
import { type Happening, rangeWords, whenWords } from './instant-phrases.ts';
import type { Setting } from './setting.ts';
import { customPredicate } from './value-phrases.ts';

/** What goes after the noun: ` “product_viewed” whose “colour” is “red”`. */
export function activityPhrase({ name, where }: ActivityChoice): string {
  const whose = where.map(({ property, test }) => `whose ${quote(property)} ${customPredicate(test).yes}`);
  return [` ${quote(name)}`, ...(whose.length === 0 ? [] : [` ${whose.join(' and ')}`])].join('');
}

/** Of windows only the phrase is used, in which nothing but the origin of counting occurs. */
const anything = { was: ['', ''], event: '', anniversary: '', missing: '', isDate: false } as const;

/** `less than 90 days ago (counted forward from each activity, ...)`. */
export function windowPhrase(window: Window, from: string, setting: Setting): string {
  const happening: Happening = { ...anything, from };
  switch (window.kind) {
    case 'inLast':
      return whenWords('inLast', window.length, happening, setting);
    case 'betweenAgo':
      return whenWords('betweenAgo', window.lengths, happening, setting);
    case 'calendar':
      return whenWords('calendar', window.period, happening, setting);
    case 'range':
      return rangeWords(window.from, window.to, false, setting);
  }
}
