import { sizeOf } from './batches.ts';
import { type DueQueue } from './due-queue.ts';
import { type EffectRequest } from './effects.ts';
import { DeadLetterError } from './errors.ts';
import { type LocalState, stateKey } from './local-state.ts';
import { type OutgoingRecord } from './port.ts';
import { type Cycle, type Emission, type Store } from './topology.ts';
import { type Write } from '@weir/store';

export interface CycleContext {
  readonly partition: number;
  readonly isStreamTime: boolean;
  readonly state: LocalState;
  readonly dues: DueQueue;
  readonly stores: readonly Store[];
  /** Stores that cache a table input: their records come from outside and are not written to a changelog of ours. */
  readonly tableStores: ReadonlySet<string>;
  readonly writtenBytes: number;
  /** The partition of a key in a topic that the topology emits to. */
  readonly partitionOf: (topic: string, key: string) => number;
}

interface Overlay {
  readonly store: Store;
  readonly isTable: boolean;
  readonly entries: Map<string, Uint8Array | null>;
}

type Undo =
  | { readonly overlay: Overlay; readonly key: string; readonly previous: Uint8Array | null | undefined }
  | { readonly overlay?: undefined; readonly key: string; readonly from: number; readonly to: number };

/** All that a cycle adds to its transaction, and what the store is told once that is committed. */
export interface CycleOutcome {
  readonly records: readonly OutgoingRecord[];
  readonly writes: readonly Write[];
  readonly effects: readonly EffectRequest[];
}

/**
 * Everything decided since the last commit. Reads see it; the store does not, until it is committed.
 *
 * A step is one call of a processor's method. What a failed step changed can be taken back: the step keeps what it overwrote.
 */
export class OpenCycle implements Cycle {
  readonly partition: number;
  readonly isStreamTime: boolean;
  now: number;
  readonly #context: CycleContext;
  readonly #overlays: ReadonlyMap<string, Overlay>;
  #emissions: OutgoingRecord[] = [];
  #puts: OutgoingRecord[] = [];
  #effects: EffectRequest[] = [];
  #isUrgent = false;
  #bytes = 0;

  readonly #undo: Undo[] = [];
  #mark = { emissions: 0, puts: 0, effects: 0, isUrgent: false, bytes: 0 };

  constructor(context: CycleContext, now: number) {
    this.partition = context.partition;
    this.isStreamTime = context.isStreamTime;
    this.now = now;
    this.#context = context;
    this.#overlays = new Map(
      context.stores.map((store) => [
        store.name,
        { store, isTable: context.tableStores.has(store.name), entries: new Map<string, Uint8Array | null>() },
      ]),
    );
  }

  /** Something was decided that others wait for: commit at the end of this turn. */
  get isUrgent(): boolean {
    return this.#isUrgent;
  }

  get hasTableWrites(): boolean {
    for (const { isTable, entries } of this.#overlays.values()) if (isTable && entries.size > 0) return true;
    return false;
  }

  /** Effects asked for since the last commit. */
  get effectCount(): number {
    return this.#effects.length;
  }

  /** Roughly what the transaction will carry. */
  get bytes(): number {
    return this.#bytes;
  }

  get(store: string, key: string): Uint8Array | undefined {
    const changed = this.#overlay(store).entries.get(key);
    return changed === undefined ? this.#context.state.get(store, key) : (changed ?? undefined);
  }

  put(store: string, key: string, value: Uint8Array | null): void {
    const overlay = this.#overlay(store);
    if (overlay.isTable)
      throw new Error(`the store ${store} holds a table that someone else writes: it cannot be put to`);
    this.#set(overlay, key, value);
    this.#isUrgent = true;
    this.#bytes += this.#checked({ key, value }, store);
    if (!this.isStreamTime) return;
    const { changelogTopic: topic } = overlay.store;
    this.#puts.push({ topic, partition: this.partition, key, value, timestamp: this.now });
  }

  /** A record of a table input. */
  putTable(store: string, key: string, value: Uint8Array | null): void {
    this.#set(this.#overlay(store), key, value);
  }

  async range(store: string, from: string, limit: number): Promise<readonly { key: string; value: Uint8Array }[]> {
    return this.#context.state.range(this.#overlay(store).store.name, from, limit);
  }

  emit(output: Emission): void {
    const { topic, key, value, timestamp = this.now, headers } = output;
    const partition = this.#context.partitionOf(topic, key);
    const record = { topic, partition, key, value, timestamp, ...(headers === undefined ? {} : { headers }) };
    this.#bytes += this.#checked(record, topic);
    this.#emissions.push(record);
    this.#isUrgent = true;
  }

  /** A record of the runtime's own, such as a dead letter or a tick. */
  append(record: OutgoingRecord): void {
    this.#bytes += sizeOf(record);
    this.#emissions.push(record);
    this.#isUrgent = true;
  }

  reschedule(key: string, from: number, to: number): void {
    if (from === to) return;
    this.#context.dues.move(key, from, to);
    this.#undo.push({ key, from, to });
    this.#isUrgent = true;
  }

  effect(id: string, run: () => Promise<unknown>): void {
    this.#effects.push({ id, run });
    this.#isUrgent = true;
  }

  beginStep(): void {
    this.#undo.length = 0;
    this.#mark.emissions = this.#emissions.length;
    this.#mark.puts = this.#puts.length;
    this.#mark.effects = this.#effects.length;
    this.#mark.isUrgent = this.#isUrgent;
    this.#mark.bytes = this.#bytes;
  }

  /** Takes back whatever was changed since the last `beginStep`. */
  undoStep(): void {
    for (let change = this.#undo.pop(); change !== undefined; change = this.#undo.pop()) {
      if (change.overlay === undefined) this.#context.dues.move(change.key, change.to, change.from);
      else if (change.previous === undefined) change.overlay.entries.delete(change.key);
      else change.overlay.entries.set(change.key, change.previous);
    }
    this.#emissions.length = this.#mark.emissions;
    this.#puts.length = this.#mark.puts;
    this.#effects.length = this.#mark.effects;
    this.#isUrgent = this.#mark.isUrgent;
    this.#bytes = this.#mark.bytes;
  }

  /** Hands over everything and begins anew. In wall time each changed key makes one changelog record, stamped with `now`. */
  take(): CycleOutcome {
    const writes: Write[] = [];
    const records = this.#puts;
    for (const { store, isTable, entries } of this.#overlays.values()) {
      for (const [key, value] of entries) {
        writes.push({ key: stateKey(store.name, key), value });
        if (isTable || this.isStreamTime) continue;
        records.push({ topic: store.changelogTopic, partition: this.partition, key, value, timestamp: this.now });
      }
      entries.clear();
    }
    for (const record of this.#emissions) records.push(record);
    for (const write of this.#context.dues.takeWrites()) writes.push(write);
    const outcome = { records, writes, effects: this.#effects };
    this.#emissions = [];
    this.#puts = [];
    this.#effects = [];
    this.#isUrgent = false;
    this.#bytes = 0;
    this.beginStep();
    return outcome;
  }

  #overlay(store: string): Overlay {
    const overlay = this.#overlays.get(store);
    if (overlay === undefined) throw new Error(`the topology has no store ${store}`);
    return overlay;
  }

  #set(overlay: Overlay, key: string, value: Uint8Array | null): void {
    this.#undo.push({ overlay, key, previous: overlay.entries.get(key) });
    overlay.entries.set(key, value);
  }

  #checked(record: Pick<OutgoingRecord, 'key' | 'value' | 'headers'>, target: string): number {
    const size = sizeOf(record);
    if (size <= this.#context.writtenBytes) return size;
    const reason = `what it would write to ${target} has ${size} bytes; at most ${this.#context.writtenBytes} are allowed`;
    throw new DeadLetterError('WEIR_RECORD_TOO_LARGE', reason);
  }
}
