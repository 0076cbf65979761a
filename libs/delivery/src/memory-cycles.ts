import { type SinkCycle } from './sink-cycle.ts';

interface Emitted {
  readonly topic: string;
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** The part of a sink that its cycles drive. */
interface Driven {
  onRestored(cycle: SinkCycle): Promise<void>;
  onCycle?(): void;
  onDue(key: string, dueAt: number, cycle: SinkCycle): void;
  onEffectOutcome(outcome: { id: string; result?: unknown; error?: Error }, cycle: SinkCycle): void;
}

/**
 * Cycles over stores in memory, with the promises of the runtime: a cycle reads its own writes, is committed as a whole or leaves nothing behind,
 * and its effects run only after the commit. Checks that due times are moved from where they are.
 */
export class MemoryCycles {
  now: number;
  isStreamTime = false;
  readonly committed = new Map<string, Map<string, Uint8Array>>();
  readonly emitted: Emitted[] = [];
  readonly #due = new Map<string, number>();
  #outcomes: Promise<{ id: string; result?: unknown; error?: Error }>[] = [];

  constructor(now: number) {
    this.now = now;
  }

  /** Runs `work` as one cycle and commits it; or, when `abort` is true, forgets all of it, as a crash before the commit does. */
  async cycle<T>(work: (cycle: SinkCycle) => T | Promise<T>, { abort = false, crash = false } = {}): Promise<T> {
    const writes = new Map<string, { store: string; key: string; value: Uint8Array | null }>();
    const emitted: Emitted[] = [];
    const due = new Map<string, number>();
    const effects: { id: string; run: () => Promise<unknown> }[] = [];
    const result = await work({
      now: this.now,
      isStreamTime: this.isStreamTime,
      get: (store, key) => {
        const written = writes.get(`${store} ${key}`);
        return written === undefined ? this.committed.get(store)?.get(key) : (written.value ?? undefined);
      },
      put: (store, key, value) => void writes.set(`${store} ${key}`, { store, key, value }),
      range: (store, from, limit) => Promise.resolve(this.#range(store, from, limit)),
      emit: (output) => void emitted.push(output),
      reschedule: (key, from, to) => {
        const current = due.get(key) ?? this.#due.get(key) ?? Number.POSITIVE_INFINITY;
        if (current !== from) throw new Error(`${key} is due at ${current}, not at ${from}`);
        due.set(key, to);
      },
      effect: (id, run) => void effects.push({ id, run }),
    });
    if (abort) return result;
    for (const { store, key, value } of writes.values()) this.#write(store, key, value);
    for (const [key, at] of due) this.#due.set(key, at);
    this.emitted.push(...emitted);
    if (!crash) this.#outcomes.push(...effects.map(({ id, run }) => outcomeOf(id, run())));
    return result;
  }

  /** Hands over due keys and outcomes, a cycle each, until there is nothing more to do now. */
  async settle(sink: Driven): Promise<void> {
    for (;;) {
      const key = [...this.#due].find(([, at]) => at <= this.now)?.[0];
      const outcome = this.#outcomes.shift();
      if (key === undefined && outcome === undefined) return;
      sink.onCycle?.();
      if (outcome !== undefined) {
        const arrived = await outcome;
        await this.cycle((cycle) => sink.onEffectOutcome(arrived, cycle));
      } else if (key !== undefined) {
        await this.cycle((cycle) => sink.onDue(key, this.#due.get(key) ?? 0, cycle));
      }
    }
  }

  /** What a process that dies leaves behind is the committed state; outcomes on their way are lost. */
  loseOutcomes(): void {
    this.#outcomes = [];
  }

  nextDueAt(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#due.values());
  }

  keys(store: string): string[] {
    return [...(this.committed.get(store)?.keys() ?? [])].sort();
  }

  #write(store: string, key: string, value: Uint8Array | null): void {
    const entries = this.committed.get(store) ?? new Map<string, Uint8Array>();
    this.committed.set(store, entries);
    if (value === null) entries.delete(key);
    else entries.set(key, value);
  }

  #range(store: string, from: string, limit: number) {
    const keys = this.keys(store).filter((key) => key >= from);
    return keys.slice(0, limit).map((key) => ({ key, value: this.committed.get(store)?.get(key) ?? new Uint8Array() }));
  }
}

function outcomeOf(id: string, running: Promise<unknown>) {
  return running.then(
    (result) => ({ id, result }),
    (error: unknown) => ({ id, error: error as Error }),
  );
}
