import { expect, test } from '@jest/globals';
import { createLogger } from '@weir/observability';
import { kafkaError } from './client.ts';
import { tellGroupLoss } from './group-loss.ts';
import { isTransient } from './kafkajs-errors.ts';

function linesOf(error: Error): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  tellGroupLoss(createLogger({ name: 'test', level: 'info', destination }), { error, isExpected: isTransient(error) });
  return lines;
}

test('a coordinator that is still loading, as on a fresh broker, is one calm line', () => {
  const loading = 14;
  expect(linesOf(kafkaError(loading))).toEqual([
    expect.objectContaining({ level: 'info', reason: expect.stringContaining('coordinator is loading') }),
  ]);
  expect(linesOf(kafkaError(loading))[0]).not.toHaveProperty('err');
});

test('what nobody expects is a warning with all that is known', () => {
  expect(linesOf(new TypeError('of undefined'))).toEqual([
    expect.objectContaining({ level: 'warn', err: expect.objectContaining({ message: 'of undefined' }) }),
  ]);
});
