import { setImmediate } from 'node:timers/promises';
import { type SegmentEvent } from '@weir/codec';
import { type Catalog, type Instant } from '@weir/engine';
import { foldCustomers } from './fold-customers.ts';
import { type Member, type Outputs } from './outputs.ts';
import { type Progress } from './progress.ts';
import { type ReplayEvent } from './replay-event.ts';
import { type Outcome } from './summary.ts';

export interface InProcessOptions {
  readonly catalog: Catalog;
  /** In the order in which they are applied, none after `until`. */
  readonly events: readonly ReplayEvent[];
  readonly until: Instant;
  readonly outputs: Outputs;
  readonly progress: Progress;
  readonly stopwatch: () => number;
  readonly signal: AbortSignal;
}

const eventsPerBreath = 10_000;

/** Folds the events in this process and writes what is decided while it goes on; `seconds` are those of folding alone. */
export async function runInProcess(options: InProcessOptions): Promise<Outcome> {
  const { catalog, events, until, outputs, progress, stopwatch, signal } = options;
  const figures = { transitions: 0, members: 0, milliseconds: 0, applied: 0 };
  progress.watch(() => `applied ${figures.applied} of ${events.length} events, ${figures.transitions} transitions`);
  const outcomes = foldCustomers(catalog, events, until);
  for (let isDone = false; !isDone;) {
    const batch = { transitions: [] as SegmentEvent[], members: [] as Member[] };
    const goal = figures.applied + eventsPerBreath;
    const began = stopwatch();
    while (figures.applied < goal && !isDone) {
      const next = outcomes.next();
      isDone = next.done === true;
      if (next.done === true) break;
      figures.applied += next.value.events;
      for (const transition of next.value.transitions) batch.transitions.push(transition);
      for (const member of next.value.members) batch.members.push(member);
    }
    figures.milliseconds += stopwatch() - began;
    figures.transitions += batch.transitions.length;
    figures.members += batch.members.length;
    await outputs.write(batch);
    // Lets progress be told and signals be heard.
    await setImmediate();
    signal.throwIfAborted();
  }
  const { transitions, members, milliseconds } = figures;
  return { transitions, members, seconds: Math.round(milliseconds) / 1000, deadLetters: [] };
}
