/** A line now and then while something that must come back is down, so that nobody wonders what a start is waiting for. */
export interface Patience {
  /** Receives a plain line when a second attempt has failed too, and then about every five seconds. */
  readonly onWaiting?: ((line: string) => void) | undefined;
  /** Ends the wait: it then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

const firstPauseMs = 250;
const longestPauseMs = 2_000;
const lineEveryMs = 5_000;

/** Makes an attempt until one does not fail by an outage. `outage` says in words what is down, or null when the error is another. */
export async function untilAnswered<T>(
  attempt: () => Promise<T>,
  outage: (error: unknown) => string | null,
  { onWaiting, signal }: Patience,
): Promise<T> {
  let pauseMs = firstPauseMs;
  // A single failure, such as a connection that was closed while idle, is not worth a line.
  let silentMs = lineEveryMs - firstPauseMs;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      const line = outage(error);
      if (line === null) throw error;
      if (silentMs >= lineEveryMs) {
        onWaiting?.(line);
        silentMs = 0;
      }
    }
    await pause(pauseMs, signal);
    silentMs += pauseMs;
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
