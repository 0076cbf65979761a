import { expect, test } from '@jest/globals';
import { type CheckOptions, checkSegments } from './check-segments.ts';
import type { SegmentDefinition } from './definition.ts';
import { account, definitionOf } from './testing/catalogs.ts';

const refers = (id: string, ...to: string[]) =>
  definitionOf({ id, when: { all: [{ ids: ['c1'] }, ...to.map((segment) => ({ segment }))] } });

function problemsOf(definitions: readonly SegmentDefinition[], settings = account, options: CheckOptions = {}) {
  return checkSegments(definitions, settings, options).map(
    ({ segmentId, path, reason }) => `${segmentId} ${path}: ${reason}`,
  );
}

test('an unknown reference is told at its place, each time it is made', () => {
  const lovers = definitionOf({ id: 'tea-lovers', when: { ids: ['c1'] } });
  expect(problemsOf([refers('one', 'tea-lovers', 'tea-lover', 'tea-lover'), lovers])).toEqual([
    'one when.all[2].segment: there is no segment tea-lover; did you mean tea-lovers?',
    'one when.all[3].segment: there is no segment tea-lover; did you mean tea-lovers?',
  ]);
  const long = definitionOf({
    when: { not: { inSegmentFor: { id: 'nobody', atLeast: 'P1D' }, notSegment: 'nobody' } },
  });
  expect(problemsOf([long])).toEqual([
    's when.not.inSegmentFor.id: there is no segment nobody',
    's when.not.notSegment: there is no segment nobody',
  ]);
});

test('a reference to a document that does not parse is not unknown, and its id may be what was meant', () => {
  const unreadableIds = ['broken'];
  expect(problemsOf([refers('a', 'broken')], account, { unreadableIds })).toEqual([]);
  expect(problemsOf([refers('a', 'brokn')], account, { unreadableIds })).toEqual([
    'a when.all[1].segment: there is no segment brokn; did you mean broken?',
  ]);
});

test('a circle is told once, at the reference that closes it', () => {
  expect(problemsOf([refers('a', 'b'), refers('b', 'c'), refers('c', 'a', 'b')])).toEqual([
    'c when.all[1].segment: segments refer to each other in a circle: a -> b -> c -> a',
    'c when.all[2].segment: segments refer to each other in a circle: b -> c -> b',
  ]);
  expect(problemsOf([refers('a', 'a')])).toEqual([
    'a when.all[1].segment: segments refer to each other in a circle: a -> a',
  ]);
});

test('an id given twice is told, and what else is wrong with both', () => {
  expect(problemsOf([refers('s', 'x'), refers('s', 'y')])).toEqual([
    's id: s is given twice',
    's when.all[1].segment: there is no segment x',
    's when.all[1].segment: there is no segment y',
  ]);
});

test('an account without a currency is told at every leaf that needs one', () => {
  const orders = { orders: { sum: 5, count: 2, average: { currency: 'EUR', gte: 5 } } };
  const definitions = [definitionOf({ id: 'a', when: orders }), definitionOf({ id: 'b', when: orders })];
  expect(problemsOf(definitions, { ...account, currency: '' })).toEqual(
    ['a', 'b'].map(
      (id) => `${id} when.orders.sum: sum of orders needs a currency: the account has none, and the segment names none`,
    ),
  );
  expect(problemsOf(definitions)).toEqual([]);
});

test('problems of all kinds and segments are told together, in the order of the segments', () => {
  const definitions = [
    refers('z', 'nobody'),
    definitionOf({ id: 'm', when: { orders: { max: 5 } } }),
    refers('a', 'b'),
    refers('b', 'a'),
  ];
  const found = checkSegments(definitions, { ...account, currency: '', timeZone: 'Mars/Base' });
  expect(found.map(({ segmentId, path }) => `${segmentId} ${path}`)).toEqual([
    ' timeZone',
    'z when.all[1].segment',
    'm when.orders.max',
    'b when.all[1].segment',
  ]);
});

test('ten thousand segments that each name a missing one are told within seconds', () => {
  const definitions = Array.from({ length: 9_999 }, (_, i) => refers(`segment-number-${i}`, `missing-number-${i}`));
  const before = process.cpuUsage().user;
  expect(checkSegments(definitions, account)).toHaveLength(9_999);
  expect((process.cpuUsage().user - before) / 1000).toBeLessThan(5000);
});
