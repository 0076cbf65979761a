import type { ActivityChoice } from '../activities/activity-choice.ts';
import { quote } from './clause.ts';
import { customPredicate } from './value-phrases.ts';

/** What goes after the noun: ` “product_viewed” whose “colour” is “red”`. */
export function activityPhrase({ name, where }: ActivityChoice): string {
  const whose = where.map(({ property, test }) => `whose ${quote(property)} ${customPredicate(test).yes}`);
  return [` ${quote(name)}`, ...(whose.length === 0 ? [] : [` ${whose.join(' and ')}`])].join('');
}
