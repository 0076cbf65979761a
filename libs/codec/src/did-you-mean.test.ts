import { expect, test } from '@jest/globals';
import { didYouMean } from './did-you-mean.ts';

const fields = ['eventId', 'customerId', 'occurredAt', 'version', 'order'];

test.each([
  ['event_id', 'eventId'],
  ['EventID', 'eventId'],
  ['custmerId', 'customerId'],
  ['ocurredAt', 'occurredAt'],
  ['vesrion', 'version'],
  ['orders', 'order'],
])('%s was meant to be %s', (written, meant) => {
  expect(didYouMean(written, fields)).toBe(`; did you mean "${meant}"?`);
});

test.each(['x', 'colour', '', 'e'.repeat(100_000)])('%.10s is like none of them', (written) => {
  expect(didYouMean(written, fields)).toBe('');
});
