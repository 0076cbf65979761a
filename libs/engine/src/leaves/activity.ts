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
import { count, exists } from '../occasions/counting.ts';
import { first, last } from '../occasions/ends.ts';
import type { OccasionAggregate } from '../occasions/occasion-aggregate.ts';
import type { Noun } from '../occasions/occasion-view.ts';
import { reportOccasions } from '../occasions/occasions-inquiry.ts';
import { answering } from '../orders/answering.ts';
import { type Reader, shorten } from '../reading.ts';
import { isTimedWindow, parseWindow, type Window, windowInWords, windowSchema } from '../tracks/window.ts';
import { ACTIVITIES, type Leaf, type LeafContext, type LeafKind, zoneFor, zoneTouches } from './leaf.ts';

/** What can be asked of the matching activities. */
const aggregates = { exists, count, first, last } as const;

type AggregateName = keyof typeof aggregates;
const aggregateNames = Object.keys(aggregates) as readonly AggregateName[];

export interface ActivitySpec extends ActivityChoice {
  readonly aggregate: AggregateName;
  readonly ask: object;
  readonly window: Window | null;
}

const schema = objectOf(
  {
    ...choiceSchemas,
    window: windowSchema,
    ...Object.fromEntries(aggregateNames.map((name) => [name, (aggregates[name] as OccasionAggregate<object>).schema])),
  },
  { required: ['name'] },
);

/** `activity: { name: product_viewed, where: { colour: red }, count: { gte: 3 } }`. */
export const activity: LeafKind<ActivitySpec> = { parse, schema, compile };

function parse(raw: unknown, reader: Reader): Condition | undefined {
  const allowed = [...choiceNames, 'window', ...aggregateNames];
  const entries = reader.shape(raw, 'an object with a name, such as { name: product_viewed }', allowed);
  if (entries === undefined) return undefined;
  const choice = parseChoice(entries, reader);
  const window = entries.has('window') ? parseWindow(entries.get('window'), reader.at('window')) : null;
  const asked = aggregateNames.filter((name) => entries.has(name));
  const asks: readonly (readonly [AggregateName, unknown])[] =
    asked.length === 0 ? [['exists', true]] : asked.map((name) => [name, entries.get(name)]);
  const leaves = asks.map(([aggregate, value]): Condition | undefined => {
    const ask = (aggregates[aggregate] as OccasionAggregate<object>).parse(value, reader.at(aggregate));
    if (ask === undefined || choice === undefined || window === undefined) return undefined;
    const spec = { aggregate, ask, ...choice, window } satisfies ActivitySpec;
    return { kind: 'leaf', leaf: 'activity', spec, path: asked.length === 0 ? reader.path : reader.at(aggregate).path };
  });
  return leaves.every((leaf) => leaf !== undefined) ? allOf(leaves) : undefined;
}

const noun: Noun = {
  one: 'activity',
  many: 'activities',
  name: (deed) => (deed as Deed).activity.name,
  decider: (deed) => ({ kind: 'activity', eventId: deed.id, name: (deed as Deed).activity.name, at: deed.at }),
};

function compile(spec: ActivitySpec, context: LeafContext): Leaf {
  const { window } = spec;
  const compiled = (aggregates[spec.aggregate] as OccasionAggregate<object>).compile(spec.ask, window);
  const answer = answering(compiled, requestActivities(spec), window, context);
  const inquiry = { noun, lens: answer.lens, compiled, zoneOf: zoneFor(context) };
  const condition = conditionInWords(spec);
  return {
    touches: ACTIVITIES | zoneTouches(context),
    isTimed: compiled.isTimed || isTimedWindow(window),
    watches: answer.watches,
    evaluate: (facts, now) => answer.evaluate(facts, now),
    explain: (facts, now) => ({ condition, actual: answer.actual(facts, now), threshold: compiled.threshold }),
    report: (facts, now) => reportOccasions(inquiry, facts, now),
  };
}

function conditionInWords({ aggregate, window, ...choice }: ActivitySpec): string {
  const parts = [`activity.${aggregate} of ${choiceInWords(choice)}`];
  if (window !== null) parts.push(`window ${windowInWords(window)}`);
  return shorten(parts.join('; '), 200);
}
