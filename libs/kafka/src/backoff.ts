import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait before the given attempt (0 is the first repetition): doubling from `firstMs`, never above `mostMs`. */
export function backoffMs(attempt: number, firstMs = 100, mostMs = 5_000): number {
  return Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 20));
}

/** Resolves after the time, or at once when the signal is aborted; never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal === undefined ? undefined : { signal }).catch(() => undefined);
}
