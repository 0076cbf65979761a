import { expect, test } from '@jest/globals';
import { createCustomerState } from './customer-state.ts';
import type { Profile } from './facts.ts';
import { mostChangesPerField, recordChanges } from './profile-changes.ts';
import { profileOf } from './testing/facts.ts';

/** What was written down of profiles that follow each other at 1, 2, 3 ... */
function changesOf(...profiles: readonly Partial<Profile>[]): string[] {
  const state = createCustomerState('c1');
  for (const [index, given] of profiles.entries()) {
    const profile = profileOf(given);
    recordChanges(state, profile, index + 1);
    state.profile = profile;
  }
  return state.changes.map(({ field, at, from, to }) => `${at} ${field}: ${from} -> ${to}`);
}

test('the first value is no change, the next one is', () => {
  expect(changesOf({}, { city: 'Berlin' }, { city: 'Kazan' })).toEqual(['3 city: Berlin -> Kazan']);
});

test('a value that was missing for a while changed only when another one came', () => {
  expect(changesOf({ city: 'Berlin' }, {}, { city: 'Berlin' })).toEqual([]);
  expect(changesOf({ city: 'Berlin' }, {}, { city: 'Kazan' })).toEqual(['3 city: Berlin -> Kazan']);
});

test('another spelling of the same letters is the same value', () => {
  expect(changesOf({ email: 'Anna@example.com' }, { email: 'anna@EXAMPLE.com' })).toEqual([]);
  expect(changesOf({ city: 'Straße' }, { city: 'STRASSE' }, { city: 'Strase' })).toEqual(['3 city: STRASSE -> Strase']);
});

test('numbers and texts of the same digits differ', () => {
  expect(changesOf({ custom: { size: 1 } }, { custom: { size: '1' } })).toEqual(['2 custom.size: 1 -> 1']);
});

test('of each field the last hundred are kept', () => {
  const profiles = Array.from({ length: mostChangesPerField + 3 }, (_, n) => ({ city: `c${n}`, vip: n > 0 }));
  const told = changesOf(...profiles);
  expect(told.filter((line) => line.includes('city'))).toHaveLength(mostChangesPerField);
  expect(told).toContain('2 vip: false -> true');
  expect(told).not.toContain('2 city: c0 -> c1');
});
