import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `attempt` gives something other than undefined, and says what it waited for when it never does. */
export async function eventually<T>(
  what: string,
  attempt: () => T | undefined | Promise<T | undefined>,
  patienceMs = 30_000,
): Promise<T> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const found = await attempt();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error(`waited ${patienceMs / 1_000} s in vain for ${what}`);
    await sleep(25);
  }
}
