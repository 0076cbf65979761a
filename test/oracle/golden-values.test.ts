import { describe, expect, test } from '@jest/globals';
import { type Profile } from '@weir/engine';
import { at, both, membersAt } from './golden.ts';
import { type Json, type JsonObject } from './document.ts';

const now = '2024-06-01T00:00:00Z';

function expectCustomer(profile: Partial<Profile> | undefined, fields: JsonObject, member: boolean): void {
  const scene = { when: { customer: fields }, ...(profile === undefined ? {} : { profile }) };
  expect(membersAt(scene, now)).toEqual(both(member));
}

describe('a missing value', () => {
  test.each<[Json, boolean]>([
    ['Riga', false],
    [{ eq: 'Riga' }, false],
    [{ in: ['Riga'] }, false],
    [{ contains: 'i' }, false],
    [{ startsWith: 'R' }, false],
    [{ endsWith: 'a' }, false],
    [{ matches: '.*' }, false],
    [{ set: true }, false],
    [{ ne: 'Riga' }, true],
    [{ notIn: ['Riga'] }, true],
    [{ notContains: 'i' }, true],
    [{ notSet: true }, true],
  ])('of text under %j: %s', (test, member) => {
    expectCustomer({ city: null }, { city: test }, member);
    expectCustomer({ city: '' }, { city: test }, member);
    expectCustomer(undefined, { city: test }, member);
  });

  test.each<[Json, boolean]>([
    [{ eq: 0 }, false],
    [{ lt: 1 }, false],
    [{ gte: 0 }, false],
    [{ between: [0, 9] }, false],
    [{ ne: 0 }, true],
    [{ notSet: true }, true],
  ])('of a number under %j: %s', (test, member) => {
    expectCustomer({ custom: {} }, { 'custom.points': test }, member);
    expectCustomer({ loyalty: null }, { 'loyalty.balance': test }, member);
  });

  test.each<[Json, boolean]>([
    [{ hasAny: ['a'] }, false],
    [{ hasAll: ['a'] }, false],
    [{ hasNone: ['a'] }, true],
    [{ size: 0 }, true],
  ])('of a set under %j: %s', (test, member) => {
    expectCustomer({ tags: [] }, { tags: test }, member);
    expectCustomer(undefined, { tags: test }, member);
  });

  test.each<[Json, boolean]>([
    [{ before: '2100-01-01' }, false],
    [{ after: '1900-01-01' }, false],
    [{ moreThanAgo: 'P1D' }, false],
    [{ inLast: 'P100Y' }, false],
    [{ set: true }, false],
    [{ notSet: true }, true],
  ])('of a date under %j: %s', (test, member) => {
    expectCustomer({ birthday: null }, { birthday: test }, member);
  });

  test('of a flag is false', () => {
    expectCustomer(undefined, { vip: false }, true);
    expectCustomer(undefined, { vip: true }, false);
  });
});

describe('text compares after NFKC and case folding', () => {
  test.each([
    ['Straße', 'STRASSE'],
    ['ﬁrma', 'FIRMA'],
    ['Ｔｏｋｙｏ', 'tokyo'],
    ['МОСКВА', 'москва'],
    ['ΟΔΟΣ', 'οδος'],
    ['İzmir', 'i̇zmir'],
    ['e\u0301', '\u00c9'],
  ])('%s is %s', (one, other) => {
    expectCustomer({ city: one }, { city: other }, true);
    expectCustomer({ city: other }, { city: { in: ['x', one] } }, true);
    expectCustomer({ city: one }, { city: { ne: other } }, false);
    expectCustomer({ tags: [one] }, { tags: { hasAny: [other] } }, true);
    expectCustomer({ custom: { x: `a ${one} b` } }, { 'custom.x': { contains: other } }, true);
  });

  test('dotless and dotted i stay apart', () => {
    expectCustomer({ city: 'ısırgan' }, { city: 'isirgan' }, false);
    expectCustomer({ city: 'İzmir' }, { city: 'izmir' }, false);
  });

  test('an e-mail address is lower-cased', () => {
    expectCustomer({ email: 'Anna@Example.com' }, { email: 'anna@EXAMPLE.com' }, true);
  });
});

describe('operators', () => {
  test('between on numbers includes both ends', () => {
    expectCustomer({ custom: { points: 5 } }, { 'custom.points': { between: [5, 7] } }, true);
    expectCustomer({ custom: { points: 7 } }, { 'custom.points': { between: [5, 7] } }, true);
    expectCustomer({ custom: { points: 7.5 } }, { 'custom.points': { between: [5, 7] } }, false);
  });

  test('several keys in one test all hold', () => {
    expectCustomer({ city: 'Riga' }, { city: { startsWith: 'R', endsWith: 'a' } }, true);
    expectCustomer({ city: 'Riga' }, { city: { startsWith: 'R', endsWith: 'b' } }, false);
    expectCustomer({ city: 'Riga', vip: true }, { city: 'riga', vip: false }, false);
  });

  test('between on dates is half-open and on is that day', () => {
    const profile = { birthday: at('2000-02-29T00:00:00Z') / 86_400_000 };
    expectCustomer(profile, { birthday: { between: ['2000-02-29', '2000-03-01'] } }, true);
    expectCustomer(profile, { birthday: { between: ['2000-02-28', '2000-02-29'] } }, false);
    expectCustomer(profile, { birthday: { on: '2000-02-29' } }, true);
    expectCustomer(profile, { birthday: { before: '2000-03-01' } }, true);
    expectCustomer(profile, { birthday: { before: '2000-02-29' } }, false);
  });
});

describe('consent', () => {
  test('a missing entry is never', () => {
    const scene = (wanted: string) => ({
      when: { consent: { sms: wanted } },
      profile: { consents: { email: { status: 'SUBSCRIBED', changedAt: 0 } } } as const,
    });
    expect(membersAt(scene('never'), now)).toEqual(both(true));
    expect(membersAt(scene('subscribed'), now)).toEqual(both(false));
    expect(membersAt({ when: { consent: { email: 'never' } } }, now)).toEqual(both(true));
    expect(membersAt({ ...scene('never'), when: { consent: { email: 'subscribed', sms: 'never' } } }, now)).toEqual(
      both(true),
    );
  });
});

describe('logic', () => {
  const yes = { customer: { city: 'Riga' } };
  const no = { customer: { city: 'Oslo' } };

  test.each<[JsonObject, boolean]>([
    [{ all: [yes, yes] }, true],
    [{ all: [yes, no] }, false],
    [{ any: [no, yes] }, true],
    [{ any: [no, no] }, false],
    [{ none: [no, no] }, true],
    [{ none: [no, yes] }, false],
    [{ not: no }, true],
    [{ not: yes }, false],
    [{ atLeast: { k: 2, of: [yes, no, yes] } }, true],
    [{ atLeast: { k: 3, of: [yes, no, yes] } }, false],
    [{ not: { any: [no, { none: [yes] }] } }, true],
  ])('%j: %s', (when, member) => {
    expect(membersAt({ when, profile: { city: 'Riga' } }, now)).toEqual(both(member));
  });
});

test('ids name customers by hand', () => {
  expect(membersAt({ when: { ids: ['c0', 'c1'] } }, now)).toEqual(both(true));
  expect(membersAt({ when: { ids: ['C1'] } }, now)).toEqual(both(false));
});
