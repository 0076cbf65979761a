import { expect, test } from '@jest/globals';
import { compileCatalog } from './catalog.ts';
import { account, catalogOf, definitionOf } from './testing/catalogs.ts';

const refers = (id: string, to: string) => definitionOf({ id, when: { segment: to } });

function problemsOf(definitions: Parameters<typeof compileCatalog>[0], settings = account): string[] {
  const compiled = compileCatalog(definitions, settings, 1);
  return compiled.ok ? [] : compiled.problems.map(({ segmentId, path, reason }) => `${segmentId} ${path}: ${reason}`);
}

test('orders segments so that each comes after all that it refers to', () => {
  const definitions = [
    refers('a', 'b'),
    refers('b', 'c'),
    definitionOf({ id: 'c', when: { customer: { vip: true } } }),
  ];
  const compiled = compileCatalog(definitions, account, 7);
  expect(compiled.ok && compiled.catalog.segments.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  expect(compiled.ok && compiled.catalog.revision).toBe(7);
});

test('refuses what checkSegments finds', () => {
  expect(problemsOf([refers('a', 'nobody')])).toEqual(['a when.segment: there is no segment nobody']);
});

test('takes 10,000 segments in a chain, and no more', () => {
  const chain = Array.from({ length: 10_000 }, (_, i) =>
    i === 0 ? definitionOf({ id: 's0', when: { ids: ['c1'] } }) : refers(`s${i}`, `s${i - 1}`),
  ).reverse();
  expect(problemsOf(chain)).toEqual([]);
  expect(problemsOf([...chain, refers('more', 's0')])[0]).toContain('10001 segments are too many; the limit is 10000');
});

test('evaluates equal leaves once, whatever segment they are in', () => {
  const leaf = { orders: { count: { gte: 2 }, window: { inLast: 'P30D' } } };
  const catalog = catalogOf([
    { id: 'a', when: leaf },
    { id: 'b', when: leaf },
    { id: 'c', when: leaf, timeZone: 'Asia/Tokyo' },
  ]);
  const [a, b, c] = catalog.segments.map(({ root }) => root);
  expect(a).toBe(b);
  expect(a).not.toBe(c);
});
