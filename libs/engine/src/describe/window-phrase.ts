import type { Window } from '../tracks/window.ts';
import { type Happening, rangeWords, whenWords } from './instant-phrases.ts';
import type { Setting } from './setting.ts';

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
