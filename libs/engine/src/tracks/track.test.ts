import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { number } from '../tests/number.ts';
import { compileScalarTest } from '../tests/scalar.ts';
import type { Test } from '../tests/test.ts';
import { itemOf, orderOf } from '../testing/facts.ts';
import type { Verdict } from '../verdict.ts';
import { decideByCount, decideByWalk } from '../occasions/look-ahead.ts';
import { NameCounts } from '../orders/name-counts.ts';
import { type RunningTotal, runningTotal, type Unit } from '../orders/running-total.ts';
import { type Match, matchOf } from '../orders/selection.ts';
import { amounts } from '../orders/amount-tallies.ts';
import { instants } from './sorted-numbers.ts';
import { decideBySum } from '../orders/total-flip.ts';
import { type Interval, Track } from './track.ts';

interface Given {
  readonly match: Match;
  readonly interval: Interval;
}

/** After all that the stretches can hold. */
const end = 75;

/** Stretches that begin with their order, as most do, or later; amounts below zero are rare or not there at all. */
const givens = fc.boolean().chain((areReturned) =>
  fc.array(
    fc.record({
      at: fc.nat(40),
      delay: fc.oneof(
        { weight: 3, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: -2, max: 9 }) },
      ),
      length: fc.integer({ min: -3, max: 20 }),
      amounts: fc.array(fc.integer({ min: areReturned ? -9 : 0, max: 9 }), { maxLength: 3 }),
    }),
    { maxLength: 12 },
  ),
);

const allGiven = givens.map((rows) =>
  rows.map(({ at, delay, length, amounts: each }, index): Given => {
    const items = each.map((amount, position) => itemOf({ amount, productId: `p${(index + position) % 4}` }));
    const total = each.reduce((a, b) => a + b, 0);
    const order = orderOf({ orderId: `o${index}`, createdAt: at, total, items });
    return { match: matchOf(order, at, order.items), interval: [at + delay, at + delay + length] };
  }),
);

const isIn = ({ interval: [from, to] }: Given, now: number): boolean => from <= now && now < to;
const inside = (all: readonly Given[], now: number): Match[] =>
  all.filter((one) => isIn(one, now)).map(({ match }) => match);

interface Figures {
  readonly count: number;
  readonly sum: number;
}

function figuresOf(matches: readonly Match[], unit: Unit): Figures {
  const each = matches.flatMap(({ order, items }) =>
    unit === 'orders' ? [order.total] : items.map(({ amount }) => amount),
  );
  return { count: each.length, sum: each.reduce((a, b) => a + b, 0) };
}

/** The verdict that looking at every instant up to the end comes to. */
function lookAhead(all: readonly Given[], now: number, holds: (matches: readonly Match[]) => boolean): Verdict {
  const value = holds(inside(all, now));
  let flip = now + 1;
  while (flip <= end && holds(inside(all, flip)) === value) flip++;
  return { value, until: flip > end ? Infinity : flip };
}

const numbers: fc.Arbitrary<Test> = fc
  .uniqueArray(
    fc.oneof(
      fc.record({
        op: fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte'),
        operand: fc.integer({ min: -3, max: 25 }),
      }),
      fc.tuple(fc.nat(9), fc.nat(9)).map(([from, more]) => ({ op: 'between', operand: [from, from + more] })),
    ),
    { minLength: 1, maxLength: 2, selector: ({ op }) => op },
  )
  .map((operations) => ({ operations }));

const units = fc.constantFrom<Unit>('orders', 'items');

/** Checks the verdicts of a track that lives through all instants, and into which half of the orders come on the way. */
function checkVerdicts(
  all: readonly Given[],
  unit: Unit,
  decide: (total: RunningTotal, track: Track) => Verdict,
  holds: (figures: Figures) => boolean,
): void {
  const track = new Track(true, -1, [runningTotal[unit].create()]);
  const known = all.filter((_, index) => index % 2 === 0);
  for (const { match, interval } of known) track.insert(match, interval);
  for (let now = -1; now <= end; now++) {
    const told = all.filter(({ match }, index) => index % 2 === 1 && match.at === now);
    for (const { match, interval } of told) track.insert(match, interval);
    known.push(...told);
    track.advance(now);
    const expected = lookAhead(known, now, (matches) => holds(figuresOf(matches, unit)));
    expect({ now, ...decide(track.tallies[0] as RunningTotal, track) }).toEqual({ now, ...expected });
  }
}

describe('a verdict of a total changes at its bound and not before', () => {
  test('when it is of the number of orders', () => {
    fc.assert(
      fc.property(allGiven, numbers, (all, asked) => {
        const holds = compileScalarTest(number, asked);
        checkVerdicts(all, 'orders', decideByCount(holds), ({ count }) => holds(count));
      }),
      { numRuns: 300 },
    );
  });

  test('when it is of the sum', () => {
    fc.assert(
      fc.property(allGiven, units, numbers, (all, unit, asked) => {
        const holds = compileScalarTest(number, asked);
        checkVerdicts(all, unit, decideBySum(asked, holds), ({ sum }) => holds(sum));
      }),
      { numRuns: 300 },
    );
  });

  test('when it is of both', () => {
    const holds = ({ count, sum }: Figures): boolean => count > 0 && sum / count < 2;
    fc.assert(
      fc.property(allGiven, units, (all, unit) => {
        checkVerdicts(all, unit, (total, track) => decideByWalk(total, track, holds), holds);
      }),
      { numRuns: 200 },
    );
  });

  test('of a hundred thousand orders without looking at more of them than the limit is worth', () => {
    const length = 100_000;
    const track = new Track(true, 0, [runningTotal.orders.create()]);
    for (let at = 0; at < length; at++) {
      const order = orderOf({ orderId: String(at), createdAt: at, total: 1 });
      track.insert(matchOf(order, at, []), [at, at + length]);
    }
    track.advance(length - 1);
    const counted = { looks: 0 };
    const total = track.tallies[0] as RunningTotal;
    const amountOf = total.amountOf.bind(total);
    total.amountOf = (match) => (counted.looks++, amountOf(match));
    const asked: Test = { operations: [{ op: 'gte', operand: 100 }] };
    const sums = decideBySum(asked, compileScalarTest(number, asked));
    expect(sums(total, track)).toEqual({ value: true, until: 2 * length - 100 });
    expect(counted.looks).toBeLessThan(300);
    expect(decideByCount((n) => n >= 100)(total, track)).toEqual({ value: true, until: 2 * length - 100 });
  });
});

describe('a track', () => {
  const kinds = [
    runningTotal.orders,
    runningTotal.items,
    instants,
    amounts.items,
    { key: 'products', create: () => new NameCounts(({ items }) => items.map(({ productId }) => productId)) },
  ] as const;
  const createTrack = (isTimed: boolean, asOf: number) =>
    new Track(
      isTimed,
      asOf,
      kinds.map((kind) => kind.create()),
    );

  function checkTallies(track: Track, matches: readonly Match[]): void {
    const [ofOrders, ofItems, timestamps, prices, products] = track.tallies as readonly ReturnType<
      (typeof kinds)[number]['create']
    >[];
    const ascending = (numbersOf: (match: Match) => readonly number[]): number[] =>
      matches.flatMap(numbersOf).sort((a, b) => a - b);
    expect(ofOrders).toMatchObject(figuresOf(matches, 'orders'));
    expect(ofItems).toMatchObject(figuresOf(matches, 'items'));
    expect(timestamps).toMatchObject({ values: ascending(({ at }) => [at]) });
    expect(prices).toMatchObject({ values: ascending(({ items }) => items.map(({ amount }) => amount)) });
    const names = new Set(matches.flatMap(({ items }) => items.map(({ productId }) => productId)));
    expect((products as NameCounts).distinct).toBe(names.size);
  }

  test('keeps what is inside, whenever an order comes, is edited or is taken out', () => {
    const edits = fc.array(
      fc.record({ now: fc.nat(end), index: fc.nat(11), isGone: fc.boolean(), later: fc.integer({ min: -5, max: 30 }) }),
    );
    fc.assert(
      fc.property(allGiven, edits, fc.nat(20), (all, changes, asOf) => {
        const known = new Map(all.map((one) => [one.match.order.orderId, one]));
        const track = createTrack(true, asOf);
        for (const { match, interval } of all) track.insert(match, interval);
        for (let now = asOf; now <= end; now++) {
          for (const { index, isGone, later } of changes.filter((change) => change.now === now)) {
            const before = known.get(`o${index}`);
            if (before === undefined) continue;
            track.remove({ ...before.match }, before.interval);
            known.delete(`o${index}`);
            if (isGone) continue;
            const [from, to] = before.interval;
            const after: Given = { match: { ...before.match }, interval: [from + later, to + later] };
            known.set(`o${index}`, after);
            track.insert(after.match, after.interval);
          }
          track.advance(now);
          const left = [...known.values()];
          checkTallies(track, inside(left, now));
          const ahead = left.filter(({ interval: [from, to] }) => from < to).flatMap(({ interval }) => interval);
          expect(track.nextChange).toBe(Math.min(Infinity, ...ahead.filter((at) => at > now)));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('without a window keeps all', () => {
    fc.assert(
      fc.property(allGiven, fc.nat(11), (all, gone) => {
        const track = createTrack(false, 0);
        for (const { match } of all) track.insert(match, [-Infinity, Infinity]);
        const taken = all[gone];
        if (taken !== undefined) track.remove(taken.match, [-Infinity, Infinity]);
        track.advance(end);
        checkTallies(
          track,
          all.filter((one) => one !== taken).map(({ match }) => match),
        );
        expect(track.nextChange).toBe(Infinity);
      }),
    );
  });
});
