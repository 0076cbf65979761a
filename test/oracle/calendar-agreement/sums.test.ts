import { expect, test } from '@jest/globals';
import { agreedQuickly, runQuick } from './run-quick.ts';

test('sums are those of Temporal at every change of the clocks, month end and leap day', async () => {
  expect(await runQuick('sums')).toMatch(agreedQuickly('sums'));
});
