const quietMs = 1_500;
const repeatMs = 30_000;

interface Awaited {
  /** By who waits: since when. */
  readonly waiters: Map<string, number>;
  said: number;
}

/**
 * Says in plain lines what the program waits for: not at the first hiccup, but once somebody has missed a thing for a while, and again every
 * half minute. Many that wait for the same thing make one line; it is there again when none of them misses it any more.
 */
export class Waiting {
  readonly #say: (line: string) => void;
  readonly #stopwatch: () => number;
  readonly #awaited = new Map<string, Awaited>();

  constructor(say: (line: string) => void, stopwatch: () => number = () => performance.now()) {
    this.#say = say;
    this.#stopwatch = stopwatch;
  }

  /** `subject` completes "Waiting for ...". */
  missing(subject: string, reason: string, waiter = ''): void {
    const now = this.#stopwatch();
    let awaited = this.#awaited.get(subject);
    if (awaited === undefined) this.#awaited.set(subject, (awaited = { waiters: new Map(), said: -Infinity }));
    const since = awaited.waiters.get(waiter) ?? now;
    awaited.waiters.set(waiter, since);
    if (now - since < quietMs || now - awaited.said < repeatMs) return;
    awaited.said = now;
    this.#say(`Waiting for ${subject}: ${reason}.`);
  }

  found(subject: string, waiter = ''): void {
    const awaited = this.#awaited.get(subject);
    if (awaited?.waiters.delete(waiter) !== true || awaited.waiters.size > 0) return;
    this.#awaited.delete(subject);
    if (awaited.said > -Infinity) this.#say(`No longer waiting for ${subject}.`);
  }

  /** Whoever waited gave up waiting. */
  forget(subject: string, waiter = ''): void {
    const awaited = this.#awaited.get(subject);
    if (awaited?.waiters.delete(waiter) === true && awaited.waiters.size === 0) this.#awaited.delete(subject);
  }

  /** Reports the subject as missing for as long as the work takes. */
  async during<T>(subject: string, work: Promise<T>): Promise<T> {
    const timer = setInterval(() => this.missing(subject, 'no answer yet'), 500);
    timer.unref();
    try {
      const result = await work;
      this.found(subject);
      return result;
    } finally {
      clearInterval(timer);
    }
  }
}
