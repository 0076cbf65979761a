import { type EffectOutcome } from './topology.ts';

export interface EffectRequest {
  readonly id: string;
  readonly run: () => Promise<unknown>;
}

/** Runs effects, so many at a time, in the order in which they were asked for; keeps outcomes until a cycle takes them. */
export class Effects {
  readonly #concurrency: number;
  readonly #onOutcome: () => void;
  #waiting: EffectRequest[] = [];
  #running = 0;
  #outcomes: EffectOutcome[] = [];

  constructor(concurrency: number, onOutcome: () => void) {
    this.#concurrency = concurrency;
    this.#onOutcome = onOutcome;
  }

  /** Those whose outcome no cycle has taken yet. */
  get pending(): number {
    return this.#waiting.length + this.#running + this.#outcomes.length;
  }

  /** True when, together with so many that were asked for but not started, no more should be asked for. */
  isFullWith(asked: number): boolean {
    return this.#waiting.length + this.#running + asked >= this.#concurrency;
  }

  get hasOutcomes(): boolean {
    return this.#outcomes.length > 0;
  }

  start(requests: readonly EffectRequest[]): void {
    this.#waiting.push(...requests);
    this.#startNext();
  }

  takeOutcomes(): EffectOutcome[] {
    const outcomes = this.#outcomes;
    this.#outcomes = [];
    return outcomes;
  }

  #startNext(): void {
    while (this.#running < this.#concurrency) {
      const request = this.#waiting.shift();
      if (request === undefined) return;
      this.#running += 1;
      void this.#run(request);
    }
  }

  async #run({ id, run }: EffectRequest): Promise<void> {
    let outcome: EffectOutcome;
    try {
      outcome = { id, result: await run() };
    } catch (error) {
      outcome = { id, error: error instanceof Error ? error : new Error(String(error)) };
    }
    this.#running -= 1;
    this.#outcomes.push(outcome);
    this.#startNext();
    this.#onOutcome();
  }
}
