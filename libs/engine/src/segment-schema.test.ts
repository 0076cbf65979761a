import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseSegment } from './definition.ts';
import { leafNames } from './leaves/kinds.ts';
import { segmentSchema } from './segment-schema.ts';
import { satisfies } from './testing/json-schema-check.ts';

const schema = segmentSchema();
const readme = readFileSync(`${import.meta.dirname}/../README.md`, 'utf8');
const examples = [...readme.matchAll(/^```json\n([\s\S]*?)^```$/gm)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .map((line) => JSON.parse(line) as Record<string, unknown>);

const documentOf = (when: unknown) => ({ id: 's', name: 'S', when });

/** Names that are the author's own. */
const isFree = (name: string, path: string): boolean => name.startsWith('custom.') || path.endsWith('.activity.where');

/** Every way to misspell one key somewhere in the value. */
function* misspelt(value: unknown, path = ''): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries())
      for (const wrong of misspelt(inner, path)) yield value.map((item: unknown, at) => (at === index ? wrong : item));
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    for (const [name, inner] of entries) {
      const others = entries.filter(([other]) => other !== name);
      if (!isFree(name, path)) yield Object.fromEntries([...others, [`${name}x`, inner]]);
      for (const wrong of misspelt(inner, `${path}.${name}`)) yield Object.fromEntries([...others, [name, wrong]]);
    }
  }
}

test('takes every example of the reference, and refuses each with any key misspelt, as the parser does', () => {
  let wrongs = 0;
  for (const example of examples) {
    const document = documentOf(example);
    expect([example, satisfies(document, schema)]).toEqual([example, true]);
    for (const wrong of misspelt(document)) {
      wrongs++;
      expect([wrong, satisfies(wrong, schema), parseSegment(wrong).ok]).toEqual([wrong, false, false]);
    }
  }
  expect(wrongs).toBeGreaterThan(400);
});

const values = [
  null,
  true,
  0,
  -1,
  2.5,
  13,
  '',
  'x',
  'today',
  'set',
  '2026-03-08',
  '2026-03-08T12:00:00Z',
  'P3M',
  [],
  ['x'],
  [1, 2],
  ['P1D', 'P1M'],
  {},
  { eq: 1 },
  { n: 1, set: true },
];

/** The value with each part of it replaced by each of the values. */
function* replaced(value: unknown): Generator<unknown> {
  yield* values;
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries())
      for (const other of replaced(inner)) yield value.map((item: unknown, at) => (at === index ? other : item));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value))
      for (const other of replaced(inner)) yield { ...value, [name]: other };
  }
}

test('takes whatever the parser takes', () => {
  let taken = 0;
  for (const example of examples) {
    for (const when of replaced(example)) {
      if (!parseSegment(documentOf(when)).ok) continue;
      taken++;
      expect([when, satisfies(documentOf(when), schema)]).toEqual([when, true]);
    }
  }
  expect(taken).toBeGreaterThan(300);
});

describe('refuses what the parser refuses for its shape', () => {
  test.each([
    { customer: { city: 7 } },
    { customer: { city: { in: [] } } },
    { customer: { vip: 'yes' } },
    { customer: { createdAt: { inLast: '3 months' } } },
    { customer: { birthday: { monthOfYear: [13] } } },
    { customer: { city: { changed: { inLast: '7 days' } } } },
    { customer: { tags: { changed: {} } } },
    { enteredSegment: { id: 'vips' } },
    { contactable: 'fax' },
    { messages: { outcome: 'open' } },
    { customer: {} },
    { orders: { window: { inLast: 'P3D', calendar: 'today' } } },
    { orders: { where: { statusGroup: 'payed' } } },
    { orders: { sum: { gte: 1, currency: 'roubles' } } },
    { orders: { nth: { inLast: 'P3D' } } },
    { orders: { distinct: 2 } },
    { rfm: { recency: {} } },
    { atLeast: { k: 0, of: [{ ids: ['a'] }] } },
    { activity: { where: { colour: 'red' } } },
    { activity: { name: 'product_viewed', where: { colour: { in: [] } } } },
    { sequence: { first: { orders: {} }, then: { orders: {} } } },
    { sequence: { first: { orders: {} }, within: 'P1D' } },
    { sequence: { first: { orders: {} }, then: { orders: {} }, thenNot: { orders: {} }, within: 'P1D' } },
    { sequence: { first: { orders: {}, activity: { name: 'x' } }, then: { orders: {} }, within: 'P1D' } },
  ])('%j', (when) => {
    expect([parseSegment(documentOf(when)).ok, satisfies(documentOf(when), schema)]).toEqual([false, false]);
  });
});

test('offers every leaf that is read, and no other', () => {
  const condition = (schema['definitions'] as Record<string, { properties: object }>)['condition'];
  const offered = Object.keys(condition?.properties ?? {});
  expect(offered).toEqual(['all', 'any', 'none', 'not', 'atLeast', ...leafNames]);
  expect(JSON.stringify(schema).length).toBeLessThan(40_000);
});
