/** Somebody was waited for long enough. */
export class GaveUpError extends Error {
  override readonly name = 'GaveUpError';
  readonly code = 'WEIR_WAIT_ENDED';
}

export const defaultWaitSeconds = 60;
const longestWaitSeconds = 86_400;

/** Seconds of an option `--wait`, or null when the text is none. */
export function parseWait(text: string): number | null {
  const seconds = Number(text);
  return /^\d+$/.test(text) && seconds >= 1 && seconds <= longestWaitSeconds ? seconds : null;
}

export const waitProblem = (text: string): string =>
  `--wait ${text} is not a whole number of seconds from 1 to ${longestWaitSeconds}`;

const quietMs = 1_500;

/**
 * The result of some work that waits for others, such as a cluster, as long as they take. Says after a moment what is waited for, where the
 * work does not say so itself, and gives up after `seconds` with a GaveUpError; the signal that the work got is aborted with it.
 */
export async function within<T>(
  seconds: number,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
  onWaiting: (line: string) => void = () => undefined,
): Promise<T> {
  const controller = new AbortController();
  const saying = setTimeout(() => onWaiting(`Waiting for ${what}, at most ${seconds} s.`), quietMs);
  let limiting: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    limiting = setTimeout(() => {
      const error = new GaveUpError(
        `Gave up after ${seconds} s of waiting for ${what}: see that it runs and is reached, then run the same command again (--wait SECONDS waits longer).`,
      );
      reject(error);
      controller.abort(error);
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work(controller.signal), limit]);
  } finally {
    clearTimeout(saying);
    clearTimeout(limiting);
  }
}
