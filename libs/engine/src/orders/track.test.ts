import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { itemOf, orderOf } from '../testing/facts.ts';
import { evaluateTotal, type RunningTotal, type Unit } from './running-total.ts';
import { type Match, matchOf } from './selection.ts';
import { type Interval, Track } from './track.ts';

interface Given {
  readonly match: Match;
  readonly interval: Interval;
}

const givens = fc.array(
  fc.record({
    from: fc.nat(40),
    length: fc.integer({ min: -3, max: 20 }),
    amounts: fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 3 }),
  }),
  { maxLength: 12 },
);

function given(from: number, length: number, amounts: readonly number[], index: number): Given {
  const total = amounts.reduce((a, b) => a + b, 1);
  const order = orderOf({
    orderId: `o${index}`,
    createdAt: from,
    total,
    items: amounts.map((amount) => itemOf({ amount })),
  });
  return { match: matchOf(order, from, order.items), interval: [from, from + length] };
}

const isIn = ({ interval: [from, to] }: Given, now: number): boolean => from <= now && now < to;

function naiveTotal(all: readonly Given[], now: number, unit: Unit): RunningTotal {
  const amounts = all
    .filter((one) => isIn(one, now))
    .flatMap(({ match }) => (unit === 'orders' ? [match.order.total] : match.items.map(({ amount }) => amount)));
  return { count: amounts.length, sum: amounts.reduce((a, b) => a + b, 0) };
}

function trackOf(all: readonly Given[]): Track {
  const track = new Track(true);
  for (const { match, interval } of all) track.insert(match, interval);
  return track;
}

const tests: readonly ((total: RunningTotal) => boolean)[] = [
  ({ count }) => count >= 2,
  ({ count }) => count === 0,
  ({ sum }) => sum >= 5,
  ({ sum }) => sum === 0,
  ({ sum, count }) => count > 0 && sum / count < 2,
];

describe('a running total', () => {
  test('is right at every instant, and changes at its bound and not before', () => {
    fc.assert(
      fc.property(givens, fc.constantFrom<Unit>('orders', 'items'), fc.constantFrom(...tests), (rows, unit, holds) => {
        const all = rows.map(({ from, length, amounts }, index) => given(from, length, amounts, index));
        const track = trackOf(all);
        for (let now = -1; now <= 65; now++) {
          const { value, until } = evaluateTotal(track, now, unit, holds);
          let flip = now;
          while (flip <= 65 && holds(naiveTotal(all, flip, unit)) === value) flip++;
          expect([now, until]).toEqual([now, flip > 65 ? Infinity : flip]);
          expect(flip).toBeGreaterThan(now);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a track', () => {
  test('has the same matches inside, in whatever order they came, and after some went', () => {
    fc.assert(
      fc.property(givens, fc.nat(11), (rows, gone) => {
        const all = rows.map(({ from, length, amounts }, index) => given(from, length, amounts, index));
        const track = trackOf([...all].reverse());
        track.remove(`o${gone}`);
        const left = all.filter((_, index) => index !== gone);
        for (let now = -1; now <= 65; now += 3) {
          const expected = left.filter((one) => isIn(one, now)).map(({ match }) => match.order.orderId);
          expect(
            track
              .inside(now)
              .map(({ order }) => order.orderId)
              .sort(),
          ).toEqual(expected.sort());
          const changes = left
            .filter(({ interval: [from, to] }) => from < to)
            .flatMap(({ interval }) => interval)
            .filter((at) => at > now);
          expect(track.nextChange(now)).toBe(Math.min(Infinity, ...changes));
        }
      }),
      { numRuns: 200 },
    );
  });
});
