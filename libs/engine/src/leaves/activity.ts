import {
  type ActivityChoice,
  choiceInWords,
  choiceNames,
  choiceSchemas,
  type Deed,
  parseChoice,
  requestActivities,
} from '../activities/activity-choice.ts';
import { allOf, type Condition } from '../condition.ts';
import { objectOf } from '../json-schema.ts';
import {
  compileOccasions,
  type OccasionQuestion,
  parseQuestions,
  questionNames,
  questionSchemas,
} from '../occasions/occasion-leaf.ts';
import type { Noun } from '../occasions/occasion-view.ts';
import type { Reader } from '../reading.ts';
import type { LeafKind } from './leaf.ts';

export interface ActivitySpec extends ActivityChoice, OccasionQuestion {}

/** `activity: { name: product_viewed, where: { colour: red }, count: { gte: 3 } }`. */
export const activity: LeafKind<ActivitySpec> = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const allowed = [...choiceNames, ...questionNames];
    const entries = reader.shape(raw, 'an object with a name, such as { name: product_viewed }', allowed);
    if (entries === undefined) return undefined;
    const leaves = parseQuestions('activity', parseChoice(entries, reader), entries, reader);
    return leaves && allOf(leaves);
  },
  schema: objectOf({ ...choiceSchemas, ...questionSchemas }, { required: ['name'] }),
  compile: (spec, context) =>
    compileOccasions(
      spec,
      { noun, request: requestActivities(spec), leaf: 'activity', words: choiceInWords(spec) },
      context,
    ),
};

const noun: Noun = {
  one: 'activity',
  many: 'activities',
  name: (deed) => (deed as Deed).activity.name,
  decider: (deed) => ({ kind: 'activity', eventId: deed.id, name: (deed as Deed).activity.name, at: deed.at }),
};
