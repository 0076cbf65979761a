import type { ActivitySpec } from '../leaves/activity.ts';
import { asksForPresence, type Test } from '../tests/test.ts';
import { activityPhrase } from './activity-phrases.ts';
import { opposite, type Words } from './clause.ts';
import type { Describer } from './describer.ts';
import { type Happening, instantClause } from './instant-phrases.ts';
import { countedPhrase } from './number-phrases.ts';
import { countWords } from './quantity-words.ts';
import type { Setting } from './setting.ts';
import { windowPhrase } from './window-phrase.ts';

/** What is asked of the activities that a leaf looks at, as a clause. `which` goes after the noun. */
type AggregateWords = (ask: never, which: string, setting: Setting) => Words;

const exists: AggregateWords = ({ wanted }: { readonly wanted: boolean }, which) => {
  const words = { yes: `they have an activity${which}`, no: `they have no activity${which}` };
  return wanted ? words : opposite(words);
};

const count: AggregateWords = ({ test }: { readonly test: Test }, which) => {
  const operations = test.operations.filter((operation) => asksForPresence(operation) === undefined);
  const [only] = operations;
  if (operations.length === 1 && only?.operand === 0 && ['eq', 'ne', 'lte'].includes(only.op)) {
    const words = { yes: `they have no activity${which}`, no: `they have at least one activity${which}` };
    return only.op === 'ne' ? opposite(words) : words;
  }
  const noun = operations.every(({ operand }) => operand === 1) ? 'activity' : 'activities';
  const number = countedPhrase(test, countWords);
  return { yes: `they have ${fewer(number.yes)} ${noun}${which}`, no: `they have ${fewer(number.no)} ${noun}${which}` };
};

/** Activities are counted. */
const fewer = (words: string): string => words.replaceAll('less than', 'fewer than');

function end(which: 'first' | 'last'): AggregateWords {
  return ({ test }: { readonly test: Test }, phrase, setting) => {
    const subject = `their ${which} activity${phrase}`;
    const happening: Happening = {
      was: ['was done', 'was not done'],
      from: 'the activity',
      missing: 'there is none',
      event: subject,
      anniversary: `the anniversary of ${subject}`,
      isDate: false,
    };
    return instantClause(subject, test, happening, setting);
  };
}

/** By the names of the engine's own table of aggregates. */
const aggregates: Readonly<Record<ActivitySpec['aggregate'], AggregateWords>> = {
  exists,
  count,
  first: end('first'),
  last: end('last'),
};

export const activity: Describer<ActivitySpec> = ({ aggregate, ask, window, ...choice }, setting) => {
  const comma = choice.where.length === 0 ? '' : ',';
  const time = window === null ? '' : `${comma} done ${windowPhrase(window, 'each activity', setting)}`;
  return aggregates[aggregate](ask as never, activityPhrase(choice) + time, setting);
};
