import type { Remedy } from '../explain/leaf-report.ts';
import { timeWords } from '../explain/time-words.ts';
import type { Instant } from '../facts.ts';
import { instantInWords, watchesOfLast } from '../orders/occasions.ts';
import { compileInstantTest, instantTestSchema, parseInstantTest } from '../tests/instant.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { instants, type SortedNumbers } from '../tracks/sorted-numbers.ts';
import type { CompiledOccasions, OccasionAggregate } from './occasion-aggregate.ts';
import { moreOf, noneWords, type OccasionView, occasionWords } from './occasion-view.ts';
import { type Decide, followEnd } from './succession.ts';

type Which = 'first' | 'last';

/** The instant of the first occasion, or of the last one; missing without any. */
function end(which: Which): OccasionAggregate<{ readonly test: Test }> {
  const pick = ({ least, greatest }: SortedNumbers): Instant | null => (which === 'first' ? least : greatest);
  return {
    parse: (raw, reader) => {
      const test = parseInstantTest(raw, reader);
      return test && { test };
    },
    schema: instantTestSchema,
    compile: ({ test }, window): CompiledOccasions<SortedNumbers> => {
      const compiled = compileInstantTest(test);
      const decide: Decide = (instant, now, zone) =>
        compiled.evaluate(instant === null ? null : { instant, day: null }, now, zone);
      return {
        tally: instants,
        watches: (slot) => (which === 'last' && window === null ? watchesOfLast(slot, test) : undefined),
        evaluate: ({ values }, track, now, zone) => followEnd(which, values, { track, window, zone }, decide, now),
        actual: (kept) => instantInWords(pick(kept)),
        threshold: testInWords(test),
        report: (kept, view) => {
          const { noun, inside, now, zone } = view;
          const stay = inside.at(which === 'first' ? 0 : -1);
          return {
            found: stay === undefined ? noneWords(view) : occasionWords(noun, stay.occasion, zone),
            decidedBy: stay === undefined ? [] : [noun.decider(stay.occasion)],
            remedies: remediesOf(which, decide(pick(kept), now, zone).value, decide, view),
          };
        },
      };
    },
  };
}

export const first = end('first');
export const last = end('last');

/** One more of now, where it would be the one in question and turns the value, at once or after some time. */
function remediesOf(which: Which, value: boolean, decide: Decide, view: OccasionView): readonly Remedy[] {
  const { inside, now, zone } = view;
  const present = inside.at(-1);
  if (present !== undefined && (which === 'first' || present.occasion.at > now)) return [];
  const atOnce = decide(now, now, zone);
  if (atOnce.value !== value) {
    const isInTime = decide(now - 1, now, zone).value !== value;
    return moreOf(1, view).map((each) => ({ ...each, isInTime: each.isInTime && isInTime }));
  }
  // Where there is one already, waiting alone is shorter than waiting from another one on.
  if (present !== undefined || !Number.isFinite(atOnce.until)) return [];
  if (decide(now, atOnce.until, zone).value === value) return [];
  const waiting = `and then waiting until ${timeWords(atOnce.until, zone)}`;
  return moreOf(1, view).map((each) => ({ ...each, scope: waiting, more: null, isInTime: false }));
}
