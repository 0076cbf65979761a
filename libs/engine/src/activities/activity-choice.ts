import type { Activity } from '../facts.ts';
import { type JsonSchema, objectOf } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { custom, customValue } from '../tests/custom.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema } from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { readText, textSchema } from '../tests/text.ts';
import { fold } from '../text.ts';
import type { Occasion, SelectionRequest } from '../tracks/selection.ts';

/** Which activities a condition speaks of: those of a name whose properties all pass their tests. */
export interface ActivityChoice {
  readonly name: string;
  readonly where: readonly PropertyTest[];
}

interface PropertyTest {
  readonly property: string;
  readonly test: Test;
}

/** An activity that a choice lets through. */
export interface Deed extends Occasion {
  readonly activity: Activity;
}

/** What the choice is made of, in a document that may have other keys beside. */
export const choiceNames = ['name', 'where'] as const;

export function parseChoice(entries: ReadonlyMap<string, unknown>, reader: Reader): ActivityChoice | undefined {
  const name = entries.has('name')
    ? readText(entries.get('name'), reader.at('name'), 'name')
    : reader.at('name').fail('the name of the activity is missing, such as product_viewed');
  const where = entries.has('where') ? parseProperties(entries.get('where'), reader.at('where')) : [];
  return name !== undefined && where !== undefined ? { name, where } : undefined;
}

/** The names are the activity's own properties, so none of them is a mistake. */
function parseProperties(raw: unknown, reader: Reader): readonly PropertyTest[] | undefined {
  const entries = reader.object(raw, 'an object of properties and tests, such as { colour: red }');
  const tests = [...(entries ?? [])].map(([property, value]): PropertyTest | undefined => {
    if (property === '') return reader.fail(`${show(property)} is not the name of a property`);
    const test = parseScalarTest(custom, value, reader.at(property));
    return test && { property, test };
  });
  return entries !== undefined && tests.every((test) => test !== undefined) ? tests : undefined;
}

/** Of what `parseChoice` reads. */
export const choiceSchemas: Readonly<Record<(typeof choiceNames)[number], JsonSchema>> = {
  name: textSchema,
  where: {
    title: 'properties of an activity',
    ...objectOf({}, { patternProperties: { '^[\\s\\S]': scalarTestSchema(custom) }, minProperties: 0 }),
  },
};

/** The key says what the choice means: neither the name's case nor the order of the tests matters. */
export function choiceKey({ name, where }: ActivityChoice): string {
  return JSON.stringify([fold(name), where.map(({ property, test }) => JSON.stringify([property, test])).sort()]);
}

export function requestActivities(choice: ActivityChoice): SelectionRequest {
  return {
    source: 'activities',
    key: choiceKey(choice),
    compile: () => {
      const name = fold(choice.name);
      const holds = compileProperties(choice.where);
      return {
        labels: [name],
        match: (activity: Activity): Deed | null =>
          fold(activity.name) === name && holds(activity)
            ? { id: activity.eventId, at: activity.occurredAt, activity }
            : null,
      };
    },
  };
}

function compileProperties(where: ActivityChoice['where']): (activity: Activity) => boolean {
  const compiled = where.map(({ property, test }) => ({ property, holds: compileScalarTest(custom, test) }));
  return ({ properties }) => compiled.every(({ property, holds }) => holds(customValue(properties, property)));
}

/** For evidence: `product_viewed`, or `product_viewed where colour eq red`. */
export function choiceInWords({ name, where }: ActivityChoice): string {
  const tests = where.map(({ property, test }) => `${property} ${testInWords(test)}`);
  return tests.length === 0 ? name : `${name} where ${tests.join(', ')}`;
}
