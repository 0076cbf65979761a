import { expect, test } from '@jest/globals';
import { parseWait, within } from './wait-limit.ts';

test('gives up on what does not come, and tells the work so', async () => {
  let seen: AbortSignal | undefined;
  const waiting = within(0.02, 'Godot', (signal) => {
    seen = signal;
    return new Promise(() => undefined);
  });
  await expect(waiting).rejects.toMatchObject({
    code: 'WEIR_WAIT_ENDED',
    message: expect.stringMatching(/^Gave up after 0\.02 s of waiting for Godot: /),
  });
  expect(seen?.aborted).toBe(true);
});

test('gives what comes in time, and the reason when it fails', async () => {
  expect(await within(60, 'it', () => Promise.resolve(5))).toBe(5);
  await expect(within(60, 'it', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test.each([
  ['1', 1],
  ['300', 300],
  ['0', null],
  ['1.5', null],
  ['-1', null],
  ['1m', null],
  ['', null],
  ['100000', null],
])('--wait %s', (text, seconds) => {
  expect(parseWait(text)).toBe(seconds);
});
