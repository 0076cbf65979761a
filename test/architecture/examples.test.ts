import { describe, expect, test } from '@jest/globals';
import { parseAutomation, parsePromotion, parseTemplate } from '@weir/delivery';
import { readJsonForm } from '@weir/codec';
import { parse } from 'yaml';
import { read } from './tree.ts';

const parsers = { automation: parseAutomation, template: parseTemplate, promotion: parsePromotion };
type Kind = keyof typeof parsers;

const blocks = [...read('libs/delivery/README.md').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
  ([, block = '']) => block,
);
const kindOf = (block: string): string => /^\w+/.exec(block)?.[0] ?? '';

describe('the examples in the README of libs/delivery', () => {
  test('are of every kind of document', () => {
    expect(blocks.map(kindOf).toSorted()).toEqual(Object.keys(parsers).toSorted());
  });

  test.each(blocks.map((block) => [kindOf(block), block]))('%s can be copied as it stands', (kind, block) => {
    expect(parsers[kind as Kind](parse(block))).toMatchObject({ ok: true });
  });
});

const events = [...read('schemas/README.md').matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
const topics = ['customer-events', 'order-events', 'activity-events', 'message-events'] as const;

test('schemas/README.md has an event of every topic, in its JSON form', () => {
  expect(events).toHaveLength(topics.length);
  for (const [index, topic] of topics.entries())
    expect(readJsonForm(topic, JSON.parse(events[index] ?? ''))).toMatchObject({ ok: true });
});
