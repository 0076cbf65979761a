import { expect, test } from '@jest/globals';
import { Waiting } from './waiting.ts';

test('a short hiccup is not worth a line; a longer one gets one now and one each half minute', () => {
  const lines: string[] = [];
  let now = 0;
  const waiting = new Waiting((line) => lines.push(line), () => now); // prettier-ignore
  waiting.missing('Kafka at a:1', 'refused');
  now = 1_000;
  waiting.missing('Kafka at a:1', 'refused');
  waiting.found('Kafka at a:1');
  expect(lines).toEqual([]);

  waiting.missing('Kafka at a:1', 'refused');
  for (now = 1_000; now <= 40_000; now += 500) waiting.missing('Kafka at a:1', 'refused');
  expect(lines).toEqual(['Waiting for Kafka at a:1: refused.', 'Waiting for Kafka at a:1: refused.']);

  waiting.found('Kafka at a:1');
  waiting.found('Kafka at a:1');
  expect(lines.slice(2)).toEqual(['No longer waiting for Kafka at a:1.']);
});
