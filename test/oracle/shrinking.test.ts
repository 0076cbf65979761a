import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { caseArbitrary, type Case } from './case.ts';
import { leafKindsOf } from './coverage.ts';
import { isObject, type SegmentDocument } from './document.ts';
import { shrink } from './shrinking.ts';
import { leavesOf } from './time-words.ts';

const holdsSum = ({ documents }: Case): boolean => documents.some((one) => leafKindsOf(one).includes('orders.sum'));
const isSold = ({ history }: Case): boolean => history.arrivals.some(({ kind }) => kind === 'order');
const refers = ({ documents }: Case): boolean => referredIds(documents).length > 0;

/** The ids by which any of the definitions asks when somebody entered. */
function referredIds(documents: readonly SegmentDocument[]): string[] {
  return documents
    .flatMap(({ when }) => leavesOf(when))
    .flatMap(([name, argument]) => (name === 'enteredSegment' && isObject(argument) ? [argument['id']] : []))
    .filter((id) => typeof id === 'string');
}

/** Random cases that are bad in a made-up way. */
function badCases(isBad: (one: Case) => boolean): Case[] {
  const cases = caseArbitrary(() => true, 20).filter(isBad);
  return fc.sample(cases, { seed: 5, numRuns: 8 });
}

test('of many definitions and arrivals those are left that it takes', () => {
  const isBad = (one: Case): boolean => holdsSum(one) && isSold(one);
  for (const one of badCases(isBad)) {
    const { smallest } = shrink(one, isBad);
    expect(isBad(smallest)).toBe(true);
    expect(smallest.documents).toHaveLength(1);
    expect(smallest.documents[0]?.when).toEqual({ orders: { sum: expect.anything() } });
    expect(smallest.history.arrivals).toHaveLength(1);
    expect(smallest.change).toBeUndefined();
    expect(smallest.schedule.pauses).toEqual([]);
  }
});

test('what a definition refers to stays', () => {
  for (const one of badCases(refers)) {
    const { smallest, steps } = shrink(one, refers);
    expect(steps).toBeGreaterThan(0);
    expect(smallest.documents).toHaveLength(2);
    expect(smallest.documents.map(({ id }) => id)).toEqual(expect.arrayContaining(referredIds(smallest.documents)));
  }
});

test('a case of which nothing can be left out is the smallest', () => {
  const [one] = badCases(isSold) as [Case];
  expect(shrink(one, (other) => other === one)).toEqual({ smallest: one, steps: 0 });
});
