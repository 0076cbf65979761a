import { expect, test } from '@jest/globals';
import { agreedQuickly, runQuick } from './run-quick.ts';

test('clocks, days, periods, anniversaries, ages and counted days are those of Temporal', async () => {
  const respects = ['offsets', 'days', 'timelines', 'ahead'] as const;
  expect(await runQuick(...respects)).toMatch(agreedQuickly(...respects));
});
