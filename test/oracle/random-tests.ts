import fc from 'fast-check';
import { type Instant } from './calendar.ts';
import { type Json, type JsonObject } from './document.ts';
import { durationArbitrary, offsetArbitrary } from './vocabulary.ts';

export type Condition = fc.Arbitrary<JsonObject>;

/** `{ [name]: value }` for a random value. */
export function keyed(name: string, value: fc.Arbitrary<Json>): Condition {
  return value.map((one) => ({ [name]: one }));
}

export function oneKeyOf(values: Record<string, fc.Arbitrary<Json>>): Condition {
  return fc.oneof(...Object.entries(values).map(([name, value]) => keyed(name, value)));
}

/** One or two keys. */
export function someKeysOf(values: Record<string, fc.Arbitrary<Json>>): Condition {
  const one = oneKeyOf(values);
  return fc.oneof(
    { weight: 3, arbitrary: one },
    { weight: 1, arbitrary: fc.tuple(one, one).map(([left, right]) => ({ ...left, ...right })) },
  );
}

/** The part, in so many of ten cases. */
export function sometimes(chance: number, part: Condition): Condition {
  return fc.oneof({ weight: 10 - chance, arbitrary: fc.constant({}) }, { weight: chance, arbitrary: part });
}

export function together(...parts: Condition[]): Condition {
  return fc.tuple(...parts).map((all) => all.reduce<JsonObject>((whole, part) => ({ ...whole, ...part }), {}));
}

export function textTests(words: readonly string[]): fc.Arbitrary<Json> {
  const word = fc.constantFrom(...words);
  const part = word.map((one) => one.slice(0, 3));
  const list = fc.uniqueArray(word, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 1, arbitrary: word },
    {
      weight: 2,
      arbitrary: oneKeyOf({
        eq: word,
        ne: word,
        in: list,
        notIn: list,
        contains: part,
        notContains: part,
        startsWith: part,
        endsWith: word.map((one) => one.slice(-2)),
        matches: fc.constantFrom('^[a-z]+$', 's.*e', '^[тt]', 'o$', '[0-9]{2}'),
        set: fc.constant(true),
        notSet: fc.constant(true),
      }),
    },
  );
}

function pairOf(value: fc.Arbitrary<number>): fc.Arbitrary<Json> {
  return fc.tuple(value, value).map(([left, right]) => [Math.min(left, right), Math.max(left, right)]);
}

export function numberTests(values: readonly number[]): Condition {
  const value = fc.constantFrom(...values);
  return oneKeyOf({ eq: value, ne: value, gt: value, gte: value, lt: value, lte: value, between: pairOf(value) });
}

/** Tests of a whole number from 0 on: to be at least none or below none is refused, and so is a range that begins there and holds all. */
export function countTests(values: readonly number[]): Condition {
  const value = fc.constantFrom(...values);
  const positive = fc.constantFrom(...values.filter((one) => one > 0));
  return oneKeyOf({
    eq: value,
    ne: value,
    gt: value,
    gte: positive,
    lt: positive,
    lte: value,
    between: pairOf(value),
  });
}

const pairOfDurations = fc
  .constantFrom(
    ['PT1H', 'P1D'],
    ['P1D', 'P7D'],
    ['P7D', 'P30D'],
    ['P30D', 'P60D'],
    ['P30D', 'P1M'],
    ['P1M', 'P2M'],
    ['P1M', 'P31D'],
  )
  .map((pair): Json => pair);

export const rolling = { inLast: durationArbitrary, moreThanAgo: durationArbitrary, betweenAgo: pairOfDurations };
const ahead = { inNext: durationArbitrary, moreThanAhead: durationArbitrary };
const periods = [
  'today',
  'yesterday',
  'tomorrow',
  'thisWeek',
  'lastWeek',
  'thisMonth',
  'lastMonth',
  'thisQuarter',
  'lastQuarter',
  'thisYear',
  'lastYear',
];
const calendar = { calendar: fc.constantFrom(...periods) };
const recurring = {
  anniversary: oneKeyOf({
    inNext: fc.constantFrom('P1D', 'P7D', 'P30D'),
    inLast: fc.constantFrom('P1D', 'P7D', 'P30D'),
  }),
  monthOfYear: fc.constantFrom(1, 2, 3, 10, 12),
};

/** An instant of the stage with its offset, as definitions write it. */
export function literal(start: Instant): fc.Arbitrary<string> {
  return offsetArbitrary.map((offset) => new Date(start + offset).toISOString());
}

export function day(start: Instant): fc.Arbitrary<string> {
  return literal(start).map((text) => text.slice(0, 10));
}

function ascending(value: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.uniqueArray(value, { minLength: 2, maxLength: 2 }).map((pair) => pair.sort());
}

/** Tests of an instant that is there. */
export function pastTests(start: Instant): Condition {
  const fixed = { before: literal(start), after: literal(start), between: ascending(literal(start)), on: day(start) };
  return fc.oneof(
    { weight: 4, arbitrary: oneKeyOf(rolling) },
    { weight: 1, arbitrary: oneKeyOf(fixed) },
    { weight: 1, arbitrary: oneKeyOf(calendar) },
  );
}

export function instantTests(start: Instant): fc.Arbitrary<Json> {
  return fc.oneof(
    { weight: 6, arbitrary: pastTests(start) },
    { weight: 1, arbitrary: oneKeyOf(ahead) },
    { weight: 1, arbitrary: keyed('set', fc.constant(true)) },
  );
}

export function birthdayTests(start: Instant): fc.Arbitrary<Json> {
  const born = fc.constantFrom('1996-02-28', '2000-02-29', '2001-01-01');
  const fixed = { before: born, after: born, on: born, between: fc.constant<Json>(['1996-02-28', '2000-02-29']) };
  return fc.oneof(
    oneKeyOf({ ...recurring, age: numberTests([17, 18, 24, 28]) }),
    oneKeyOf({
      ...fixed,
      moreThanAgo: fc.constantFrom('P18Y', 'P24Y', 'P10Y'),
      inLast: fc.constantFrom('P18Y', 'P25Y'),
    }),
    keyed('before', day(start)),
  );
}

export function windows(start: Instant): Condition {
  const bounds = (value: fc.Arbitrary<string>): Condition =>
    ascending(value).map(([from, to]) => ({ from: from as string, to: to as string }));
  return fc.oneof(
    { weight: 4, arbitrary: keyed('inLast', durationArbitrary) },
    { weight: 2, arbitrary: keyed('betweenAgo', pairOfDurations) },
    { weight: 1, arbitrary: bounds(literal(start)) },
    { weight: 1, arbitrary: bounds(day(start)) },
    { weight: 1, arbitrary: oneKeyOf(calendar) },
  );
}
