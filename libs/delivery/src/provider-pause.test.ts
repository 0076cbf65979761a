import { expect, test } from '@jest/globals';
import { ProviderPause } from './provider-pause.ts';

const down = { kind: 'unavailable', because: 'provider', reason: 'down' } as const;

test('while the provider is down one message per pause is let through, and pauses grow', () => {
  const pause = new ProviderPause({ firstMs: 1_000, maxMs: 3_000 });
  expect(pause.holdUntil(0)).toBeNull();
  pause.note(down, 0);
  expect(pause.holdUntil(999)).toBe(1_000);
  expect(pause.holdUntil(1_000)).toBeNull();
  expect(pause.holdUntil(1_000)).toBe(2_000);
  pause.note(down, 1_000);
  expect(pause.holdUntil(1_000)).toBe(3_000);
  pause.note(down, 3_000);
  expect(pause.holdUntil(3_000)).toBe(6_000);
});

test('any answer but a doubt ends the pause, and a full mailbox begins none', () => {
  const pause = new ProviderPause({ firstMs: 1_000, maxMs: 3_000 });
  pause.note(down, 0);
  pause.note({ kind: 'unknown', reason: 'no answer' }, 0);
  expect(pause.holdUntil(0)).toBe(1_000);
  pause.note({ kind: 'unavailable', because: 'address', reason: 'full' }, 0);
  expect(pause.holdUntil(0)).toBeNull();
});
