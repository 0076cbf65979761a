import type { Remedy } from '../explain/leaf-report.ts';
import { timeWords } from '../explain/time-words.ts';
import type { Duration } from '../duration.ts';
import type { Instant } from '../facts.ts';
import { withKeys } from '../json-schema.ts';
import { type Reader, show } from '../reading.ts';
import { compileInstantTest, instantTestSchema, parseInstantTest } from '../tests/instant.ts';
import { type DurationPair, rolling } from '../tests/rolling.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { type Watch, watchesOfLatest } from '../tracks/watch.ts';
import { atMost, type Verdict } from '../verdict.ts';
import type { Zone } from '../zone.ts';
import type { Aggregate, CompiledAggregate } from './aggregate.ts';
import { decidedByOrder, goneWords, moreOrders, type OrderView, orderWords } from './order-report.ts';
import { instants, type SortedNumbers } from '../tracks/sorted-numbers.ts';

/** Which of the matching orders: the last one, or one by its number. */
type Which = 'last' | number;

function pick(which: Which, { values, greatest }: SortedNumbers): Instant | null {
  return which === 'last' ? greatest : (values[which - 1] ?? null);
}

function compileOccasion(which: Which, test: Test): CompiledAggregate<SortedNumbers> {
  const compiled = compileInstantTest(test);
  const decide: Decide = (instant, now, zone) =>
    compiled.evaluate(instant === null ? null : { instant, day: null }, now, zone);
  return {
    tally: instants,
    watches: (slot, window) => (which === 'last' && window === null ? watchesOfLast(slot, test) : undefined),
    evaluate: (timestamps, track, now, zone) => atMost(decide(pick(which, timestamps), now, zone), track.nextChange),
    actual: (timestamps) => instantInWords(pick(which, timestamps)),
    threshold: testInWords(test),
    report: (timestamps, view) => {
      const stay = which === 'last' ? view.inside.at(-1) : view.inside[which - 1];
      const { value } = decide(pick(which, timestamps), view.now, view.zone);
      return {
        decidedBy: stay === undefined ? [] : [decidedByOrder(stay)],
        found: stay === undefined ? `none${goneWords(view)}` : orderWords(stay, view.zone),
        remedies: occasionRemedies(value, stay !== undefined, lacking(which, view), decide, view),
      };
    },
  };
}

/** Where all that is asked of the last one is how long ago it was. */
export function watchesOfLast(slot: number, { operations }: Test): readonly Watch[] | undefined {
  if (!operations.every(({ op }) => op in rolling && !op.endsWith('Next') && !op.endsWith('Ahead'))) return undefined;
  // In some months P30D ends after P1M: then nothing is between them, and nothing to come of one order while there is of the next.
  const isEmptiable = operations.some(
    ({ op, operand }) => op === 'betweenAgo' && !isOfOneUnit(operand as DurationPair),
  );
  if (isEmptiable) return undefined;
  const lengths = operations.flatMap(({ operand }) => operand as Duration | DurationPair);
  return watchesOfLatest(slot, lengths);
}

function isOfOneUnit(pair: DurationPair): boolean {
  return units.some((unit) => pair.every((length) => units.every((each) => each === unit || length[each] === 0)));
}

const units = ['months', 'days', 'ms'] as const;

type Decide = (instant: Instant | null, now: Instant, zone: Zone) => Verdict;

/** So many orders of now, if the last of them turns the value, at once or after some time. */
function occasionRemedies(
  value: boolean,
  isThere: boolean,
  n: number,
  decide: Decide,
  view: OrderView,
): readonly Remedy[] {
  const { now, zone } = view;
  const atOnce = decide(now, now, zone);
  if (atOnce.value !== value) {
    const isInTime = decide(now - 1, now, zone).value !== value;
    return moreOrders(n, view).map((each) => ({ ...each, isInTime: each.isInTime && isInTime }));
  }
  // Where there is such an order already, waiting alone is shorter than waiting from another one on.
  if (isThere) return [];
  if (!Number.isFinite(atOnce.until) || decide(now, atOnce.until, zone).value === value) return [];
  const waiting = `and then waiting until ${timeWords(atOnce.until, zone)}`;
  return moreOrders(n, view).map((each) => ({ ...each, scope: waiting, more: null, isInTime: false }));
}

/** How many more orders, all of now, it takes for one of them to be the one in question; 0 when it never will. */
function lacking(which: Which, { inside, now }: OrderView): number {
  if (which === 'last') return (inside.at(-1)?.match.at ?? now) <= now ? 1 : 0;
  return Math.max(0, which - inside.length);
}

function occasion(which: Which): Aggregate<{ readonly test: Test }> {
  return {
    parse: (raw, reader) => {
      const test = parseInstantTest(raw, reader);
      return test && { test };
    },
    schema: instantTestSchema,
    compile: ({ test }) => compileOccasion(which, test),
  };
}

export const first = occasion(1);
export const last = occasion('last');

/** `nth: { n: 2, inLast: P7D }`: the second matching order, by its timestamp. */
export const nth: Aggregate<{ readonly n: number; readonly test: Test }> = {
  parse: (raw, reader) => {
    const entries = reader.object(
      raw,
      'the number of an order and a test of its instant, such as { n: 2, inLast: P7D }',
    );
    if (entries === undefined) return undefined;
    const n = readOrdinal(entries.get('n'), reader.at('n'));
    const rest = Object.fromEntries([...entries].filter(([key]) => key !== 'n'));
    const test = parseInstantTest(rest, reader);
    return n !== undefined && test ? { n, test } : undefined;
  },
  schema: withKeys(instantTestSchema, { n: { type: 'integer', minimum: 1 } }, ['n']),
  compile: ({ n, test }) => compileOccasion(n, test),
};

function readOrdinal(raw: unknown, reader: Reader): number | undefined {
  if (typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 1) return raw;
  return reader.fail(`${show(raw)} is not the number of an order: 1 is the first`);
}

export function instantInWords(instant: Instant | null): string {
  if (instant === null) return 'none';
  return Math.abs(instant) <= 8.64e15 ? new Date(instant).toISOString() : String(instant);
}
