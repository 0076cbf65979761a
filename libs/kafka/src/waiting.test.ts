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

test('an outage that many wait for is one line, and one more when the last of them goes on', () => {
  let now = 0;
  const lines: string[] = [];
  const waiting = new Waiting(
    (line) => lines.push(line),
    () => now,
  );
  for (now = 0; now <= 5_000; now += 500)
    for (const waiter of ['a/0', 'a/1', 'a/2']) waiting.missing('Kafka', 'no answer', waiter);
  expect(lines).toEqual(['Waiting for Kafka: no answer.']);
  for (const waiter of ['a/0', 'a/1']) waiting.found('Kafka', waiter);
  expect(lines).toHaveLength(1);
  waiting.found('Kafka', 'a/2');
  expect(lines.slice(1)).toEqual(['No longer waiting for Kafka.']);
});
