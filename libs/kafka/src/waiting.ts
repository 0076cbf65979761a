const quietMs = 1_500;
const repeatMs = 30_000;

/**
 * Says in plain lines what the program waits for: not at the first hiccup, but once a thing has been missing for a while, and again
 * every half minute. Many that wait for the same thing make one line.
 */
export class Waiting {
  readonly #say: (line: string) => void;
  readonly #stopwatch: () => number;
  readonly #since = new Map<string, { first: number; said: number }>();

  constructor(say: (line: string) => void, stopwatch: () => number = () => performance.now()) {
    this.#say = say;
    this.#stopwatch = stopwatch;
  }

  /** `subject` completes "Waiting for ...". */
  missing(subject: string, reason: string): void {
    const now = this.#stopwatch();
    const entry = this.#since.get(subject) ?? { first: now, said: -Infinity };
    this.#since.set(subject, entry);
    if (now - entry.first < quietMs || now - entry.said < repeatMs) return;
    entry.said = now;
    this.#say(`Waiting for ${subject}: ${reason}.`);
  }

  found(subject: string): void {
    const entry = this.#since.get(subject);
    if (entry === undefined) return;
    this.#since.delete(subject);
    if (entry.said > -Infinity) this.#say(`No longer waiting for ${subject}.`);
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
