import type { Duration } from '../duration.ts';
import type { Remedy } from '../explain/leaf-report.ts';
import { timeWords } from '../explain/time-words.ts';
import { withKeys } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { compileInstantTest, instantInWords, instantTestSchema, parseInstantTest } from '../tests/instant.ts';
import { type DurationPair, rolling } from '../tests/rolling.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { instants, type SortedNumbers } from '../tracks/sorted-numbers.ts';
import { type Watch, watchesOfLatest } from '../tracks/watch.ts';
import type { Zone } from '../zone.ts';
import type { Aggregate, CompiledAggregate, Sight } from './aggregate.ts';
import { goneWords, moreOf, type OccasionView, stayWords } from './occasion-view.ts';
import { type Decide, follow, pick, type Which } from './succession.ts';

export const first = ordinal(1);
export const last = ordinal('last');

/** The instant of the one in question; missing where there is none. */
function ordinal(which: Which): Aggregate<{ readonly test: Test }> {
  return {
    parse: (raw, reader) => {
      const test = parseInstantTest(raw, reader);
      return test && { test };
    },
    schema: instantTestSchema,
    compile: ({ test }, sight) => compileOrdinal(which, test, sight),
  };
}

/** `nth: { n: 2, inLast: P7D }`: the second, by the timestamp that counts. */
export const nth: Aggregate<{ readonly n: number; readonly test: Test }> = {
  parse: (raw, reader) => {
    const entries = reader.object(raw, 'a number and a test of the instant, such as { n: 2, inLast: P7D }');
    if (entries === undefined) return undefined;
    const n = readOrdinal(entries.get('n'), reader.at('n'));
    const rest = Object.fromEntries([...entries].filter(([key]) => key !== 'n'));
    const test = parseInstantTest(rest, reader);
    return n !== undefined && test ? { n, test } : undefined;
  },
  schema: withKeys(instantTestSchema, { n: { type: 'integer', minimum: 1 } }, ['n']),
  compile: ({ n, test }, sight) => compileOrdinal(n, test, sight),
};

function readOrdinal(raw: unknown, reader: Reader): number | undefined {
  if (typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 1) return raw;
  return reader.fail(`${show(raw)} is not a number to count by: 1 is the first`);
}

function compileOrdinal(which: Which, test: Test, { noun, window }: Sight): CompiledAggregate<SortedNumbers> {
  const compiled = compileInstantTest(test);
  const decide: Decide = (instant, now, zone) =>
    compiled.evaluate(instant === null ? null : { instant, day: null }, now, zone);
  return {
    tally: instants,
    watches: (slot, zone) => (which === 'last' && window === null ? watchesOfLast(slot, test, zone) : undefined),
    evaluate: ({ values }, track, now, zone) => follow(which, values, { track, window, zone }, decide, now),
    actual: ({ values }) => instantInWords(pick(which, values)),
    threshold: testInWords(test),
    report: ({ values }, view) => {
      const stay = which === 'last' ? view.inside.at(-1) : view.inside[which - 1];
      const { value } = decide(pick(which, values), view.now, view.zone);
      return {
        found: stay === undefined ? `none${goneWords(view)}` : stayWords(view, stay),
        decidedBy: stay === undefined ? [] : [noun.decider(stay.occasion)],
        remedies: remediesOf(value, stay !== undefined, lacking(which, view), decide, view),
      };
    },
  };
}

/** Where all that is asked of the last one is how long ago it was. */
function watchesOfLast(slot: number, { operations }: Test, zone: Zone | null): readonly Watch[] | undefined {
  if (!operations.every(({ op }) => op in rolling && !op.endsWith('Next') && !op.endsWith('Ahead'))) return undefined;
  // In some months P30D ends after P1M: then nothing is between them, and nothing to come of one while there is of the next.
  const isEmptiable = operations.some(
    ({ op, operand }) => op === 'betweenAgo' && !isOfOneUnit(operand as DurationPair),
  );
  if (isEmptiable) return undefined;
  const lengths = operations.flatMap(({ operand }) => operand as Duration | DurationPair);
  return watchesOfLatest(slot, lengths, zone);
}

function isOfOneUnit(pair: DurationPair): boolean {
  return units.some((unit) => pair.every((length) => units.every((each) => each === unit || length[each] === 0)));
}

const units = ['months', 'days', 'ms'] as const;

/** So many of now, if the last of them turns the value, at once or after some time. */
function remediesOf(
  value: boolean,
  isThere: boolean,
  n: number,
  decide: Decide,
  view: OccasionView,
): readonly Remedy[] {
  const { now, zone } = view;
  const atOnce = decide(now, now, zone);
  if (atOnce.value !== value) {
    const isInTime = decide(now - 1, now, zone).value !== value;
    return moreOf(n, view).map((each) => ({ ...each, isInTime: each.isInTime && isInTime }));
  }
  // Where there is one already, waiting alone is shorter than waiting from another one on.
  if (isThere) return [];
  if (!Number.isFinite(atOnce.until) || decide(now, atOnce.until, zone).value === value) return [];
  const waiting = `and then waiting until ${timeWords(atOnce.until, zone)}`;
  return moreOf(n, view).map((each) => ({ ...each, scope: waiting, more: null, isInTime: false }));
}

/** How many more, all of now, it takes for one of them to be the one in question; 0 when it never will. */
function lacking(which: Which, { inside, now }: OccasionView): number {
  if (which === 'last') return (inside.at(-1)?.occasion.at ?? now) <= now ? 1 : 0;
  return Math.max(0, which - inside.length);
}
