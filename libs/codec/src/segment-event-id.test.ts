import { expect, test } from '@jest/globals';
import { segmentEventId } from './segment-event-id.ts';

test('is fixed for life', () => {
  expect(segmentEventId('hh-749', 'tea', 1)).toBe('ac4e743841efa3a6c6499dcd79f2430a');
});

test('tells apart what only its joints could confuse', () => {
  const ids = [
    segmentEventId('a', 'b', 11),
    segmentEventId('a', 'b1', 1),
    segmentEventId('ab', '', 11),
    segmentEventId('a","b', '', 11),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});
