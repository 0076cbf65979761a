import type { FetchedRecord, Headers } from './port.ts';

/**
 * What a stream task is made of, as one value: the inputs it reads, the stores it keeps, the processor that decides.
 * One task runs per partition; all topics named here have the same number of partitions.
 */
export interface Topology {
  /** Consumer group, and prefix of the transactional ids `<group>-<partition>`. */
  readonly group: string;
  /** In order of priority: of two records at one instant the one of the earlier input comes first. */
  readonly inputs: readonly Input[];
  readonly stores: readonly Store[];
  /** Topics that the processor emits to, other than changelogs: ticks of a stream clock are passed on to them. */
  readonly outputs: readonly string[];
  /** `<group>-positions`: where the inputs stand, committed with the state. */
  readonly positionsTopic: string;
  readonly deadLetterTopic: string;
  readonly createProcessor: (partition: number) => Processor;
}

export type Input =
  | { readonly kind: 'stream'; readonly topic: string }
  /** A table that someone else writes: its records go to the named store before the processor sees them. */
  | { readonly kind: 'table'; readonly topic: string; readonly store: string };

export interface Store {
  readonly name: string;
  /** The compacted topic whose committed records this store caches. For the store of a table input: that input's topic. */
  readonly changelogTopic: string;
  /**
   * When the entry must be looked at again (epoch ms), or Infinity. Used to rebuild the due queue while restoring;
   * while running, the processor says so itself with `reschedule`.
   */
  readonly dueAt?: (key: string, value: Uint8Array) => number;
}

export interface SourceRecord extends FetchedRecord {
  readonly topic: string;
  readonly partition: number;
}

/** What became of an effect that a cycle asked for. `error` is set when `run` rejected. */
export type EffectOutcome =
  | { readonly id: string; readonly result: unknown; readonly error?: undefined }
  | { readonly id: string; readonly error: Error };

/**
 * The decisions of one partition. Every method runs alone, to its end, and does no I/O but through the cycle.
 * Whatever it changes in the cycle becomes durable together with the input positions, or not at all: after an abort the
 * processor is thrown away and a new one is created from the committed state.
 */
export interface Processor {
  /**
   * Before a batch of records is handed over one by one: fetch what deciding needs, such as schemas not seen before.
   * May wait for as long as a service is down; must not touch state.
   */
  prepare?(records: readonly SourceRecord[]): Promise<void>;
  /** Once after recovery, before the first record: look for what the last owner left unfinished. */
  onRestored?(cycle: Cycle): Promise<void>;
  /** At the start of each cycle: adopt new definitions, so that a whole cycle sees one version of them. */
  onCycle?(cycle: Cycle): void;
  /**
   * Decide about one record. Throw a DeadLetterError, before changing anything, for a record that can never be processed.
   * Return 'later' to see the same record again after the tables have been read further.
   */
  onRecord(record: SourceRecord, cycle: Cycle): void | 'later';
  /** The due time of `key` has come; `cycle.now` is at or after `dueAt`. Must reschedule it to a later time, or to Infinity. */
  onDue?(key: string, dueAt: number, cycle: Cycle): void;
  /** After the last record of the cycle and before its commit: write down what was kept in memory until now. */
  onFlush?(cycle: Cycle): void;
  /** Spare time for long work such as a backfill, a bounded piece per call. True when more remains. */
  onIdle?(cycle: Cycle): Promise<boolean>;
  onEffectOutcome?(outcome: EffectOutcome, cycle: Cycle): void;
}

/** One cycle: read-your-writes over the committed state, all of it committed in one transaction. */
export interface Cycle {
  readonly partition: number;
  /** The task's clock, epoch ms: never goes back. Advances within a cycle when time is driven by records. */
  readonly now: number;
  /** True when time is driven by record timestamps: a replay. */
  readonly isStreamTime: boolean;
  get(store: string, key: string): Uint8Array | undefined;
  /**
   * In wall time the last of several writes to one key is what the changelog gets. In stream time each write is a record of its own,
   * stamped with `now`, so that a table read along with a stream shows what was known at each instant.
   */
  put(store: string, key: string, value: Uint8Array | null): void;
  /** Committed entries only, without this cycle's own writes: for scans in `onRestored` and `onIdle`. */
  range(store: string, from: string, limit: number): Promise<readonly { key: string; value: Uint8Array }[]>;
  emit(output: Emission): void;
  /** Moves the due time of `key` from what it was (Infinity: none) to what it is now. */
  reschedule(key: string, from: number, to: number): void;
  /**
   * Runs after this cycle has committed, never before and never when it aborts; the outcome comes back to
   * `onEffectOutcome` in a later cycle. A crash in between leaves it in doubt: what the cycle put in the state tells.
   */
  effect(id: string, run: () => Promise<unknown>): void;
}

export interface Emission {
  readonly topic: string;
  readonly key: string;
  readonly value: Uint8Array | null;
  /** Defaults to the cycle's `now`. */
  readonly timestamp?: number;
  readonly headers?: Headers;
}
