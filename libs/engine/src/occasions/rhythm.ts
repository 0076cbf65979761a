import { addDuration, dayOf } from '../calendar.ts';
import { DAY_MS } from '../civil.ts';
import { countWords, numberWords } from '../describe/quantity-words.ts';
import type { Instant } from '../facts.ts';
import { flipsOf, nextFlip, numberInWords, wholeDays } from '../tests/number.ts';
import { type Ratio, ratio, ratioInWords } from '../tests/ratio.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema, type ScalarType } from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { instants, type SortedNumbers } from '../tracks/sorted-numbers.ts';
import { watchesOfLatest } from '../tracks/watch.ts';
import { atMost, constant, verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { Aggregate, CompiledAggregate } from './aggregate.ts';
import { decidedByAll, goneWords, moreOf, numberOf, stayWords } from './occasion-view.ts';
import { type Decide, follow } from './succession.ts';

export interface NumberTest {
  readonly test: Test;
}

const parseAs =
  <Value>(type: ScalarType<Value>): Aggregate<NumberTest>['parse'] =>
  (raw, reader) => {
    const test = parseScalarTest(type, raw, reader);
    return test && { test };
  };

/** So many days after an instant, on the zone's calendar. */
function after(instant: Instant, days: number, zone: Zone): Instant {
  return addDuration(instant, { text: '', months: 0, days, ms: 0 }, zone);
}

/** The greatest n with d + n days <= now; there is none before d. */
function daysSince(d: Instant, now: Instant, zone: Zone): number | null {
  if (now < d) return null;
  let n = dayOf(now, zone) - dayOf(d, zone) + 1;
  while (after(d, n, zone) > now) n--;
  return n;
}

/** Whole days since the last one, counted forward from it. */
export const daysSinceLast: Aggregate<NumberTest> = {
  parse: parseAs(wholeDays),
  schema: scalarTestSchema(wholeDays),
  compile: ({ test }, { noun, window }): CompiledAggregate<SortedNumbers> => {
    const holds = compileScalarTest(wholeDays, test);
    const decide: Decide = (d, now, zone) => {
      if (d === null) return constant(holds(null));
      const days = daysSince(d, now, zone);
      if (days === null) return verdict(holds(null), d);
      const flip = nextFlip(test, holds, days);
      return verdict(holds(days), flip === undefined ? Number.POSITIVE_INFINITY : after(d, flip, zone));
    };
    return {
      tally: instants,
      watches: (slot, zone) => {
        if (window !== null) return undefined;
        const lengths = flipsOf(test, holds).map((days) => ({ text: '', months: 0, days, ms: 0 }));
        return watchesOfLatest(slot, lengths, zone);
      },
      evaluate: ({ values }, track, now, zone) => follow('last', values, { track, window, zone }, decide, now),
      actual: ({ greatest: d }, now, zone) => numberInWords(d === null ? null : daysSince(d, now, zone)),
      threshold: testInWords(test),
      report: ({ greatest: d }, view) => {
        const { inside, now, zone } = view;
        const last = inside.at(-1);
        const days = d === null ? null : daysSince(d, now, zone);
        const isTurned = (d === null || d <= now) && holds(0) !== holds(days);
        const words = days === null ? '' : `${days === 1 ? 'one day' : `${countWords(days)} days`} since `;
        return {
          found: last === undefined ? `none${goneWords(view)}` : words + stayWords(view, last),
          decidedBy: last === undefined ? [] : [noun.decider(last.occasion)],
          remedies: isTurned ? moreOf(1, view) : [],
        };
      },
    };
  },
};

/** Elapsed days from the first to the last over their number less one. */
function gapOf({ values, least, greatest }: SortedNumbers): Ratio | null {
  if (least === null || greatest === null || values.length < 2) return null;
  return { dividend: greatest - least, divisor: (values.length - 1) * DAY_MS };
}

function gapWords({ dividend, divisor }: Ratio): string {
  return `${numberWords(Math.round((dividend / divisor) * 100) / 100)} days`;
}

export const averageGap: Aggregate<NumberTest> = {
  parse: parseAs(ratio),
  schema: scalarTestSchema(ratio),
  compile: ({ test }, { noun }): CompiledAggregate<SortedNumbers> => {
    const holds = compileScalarTest(ratio, test);
    return {
      tally: instants,
      evaluate: (timestamps, track) => atMost(constant(holds(gapOf(timestamps))), track.nextChange),
      actual: (timestamps) => ratioInWords(gapOf(timestamps)),
      threshold: testInWords(test),
      report: (timestamps, view) => {
        const gap = gapOf(timestamps);
        const { values, least } = timestamps;
        const withNow = least === null ? null : { dividend: view.now - least, divisor: values.length * DAY_MS };
        const isLast = (timestamps.greatest ?? view.now) <= view.now;
        return {
          found:
            gap === null
              ? `${values.length === 0 ? 'no' : 'one'} ${noun.one} only`
              : `${gapWords(gap)} between ${numberOf(values.length, noun)}`,
          decidedBy: [decidedByAll(view)],
          remedies: isLast && holds(withNow) !== holds(gap) ? moreOf(1, view) : [],
        };
      },
    };
  },
};
