/** The part of the runtime's cycle that deciding about effects needs: reads its own writes, and all of it is committed or none. */
export interface SinkCycle {
  readonly now: number;
  /** True in a replay. */
  readonly isStreamTime: boolean;
  get(store: string, key: string): Uint8Array | undefined;
  put(store: string, key: string, value: Uint8Array | null): void;
  /** Committed entries with keys from `from` on, in order. */
  range(
    store: string,
    from: string,
    limit: number,
  ): Promise<readonly { readonly key: string; readonly value: Uint8Array }[]>;
  emit(output: { readonly topic: string; readonly key: string; readonly value: Uint8Array | null }): void;
  reschedule(key: string, from: number, to: number): void;
  /** Runs after the commit; the outcome comes back in a later cycle. */
  effect(id: string, run: () => Promise<unknown>): void;
}

export interface SinkRecord {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Uint8Array | null;
  readonly timestamp: number;
}
