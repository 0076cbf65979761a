import { type Write } from '@weir/store';
import { appliedWrite, dueKey, dueWrite, type LocalState, stateKey } from './local-state.ts';
import { type FetchedRecord, type KafkaPort, type TopicPartition } from './port.ts';
import { isReserved } from './ticks.ts';
import { type Store } from './topology.ts';

const maxWaitMs = 1_000;
const recordsPerBatch = 4_000;

export interface ReplayOptions {
  readonly kafka: KafkaPort;
  readonly source: TopicPartition;
  /** Read from here, and up to `until`, exclusive. Every offset below `until` is known to be settled. */
  readonly from: number;
  readonly until: number;
  readonly signal: AbortSignal;
}

/** Hands over the committed records of a stretch of a partition, reading the next batch while the last one is dealt with. */
export async function replay(
  options: ReplayOptions,
  handle: (records: FetchedRecord[], nextOffset: number) => Promise<void>,
): Promise<void> {
  const { kafka, source, from, until, signal } = options;
  if (from >= until) return;
  const reader = kafka.readPartition(source, from);
  const stop = (): void => void reader.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    let next = reader.read(maxWaitMs);
    for (let position = from; position < until;) {
      const batch = await next;
      position = batch.nextOffset;
      if (position < until) {
        next = reader.read(maxWaitMs);
        next.catch(() => undefined);
      }
      const records = batch.records.filter(({ offset }) => offset < until);
      await handle(records, Math.min(position, until));
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await reader.close();
  }
}

/**
 * Writes a stretch of a changelog to the local store: the entries, the due queue derived from them, and the offset up to which they are
 * applied, in one batch each time. Resolves with the number of entries.
 */
export async function restoreStore(
  state: LocalState,
  store: Store,
  options: ReplayOptions,
  accepts: (record: FetchedRecord) => boolean,
): Promise<number> {
  let restored = 0;
  await replay(options, async (records, nextOffset) => {
    const latest = new Map<string, Uint8Array | null>();
    for (const record of records) {
      if (record.key === null || isReserved(record) || !accepts(record)) continue;
      latest.set(record.key.toString(), record.value);
      restored += 1;
      if (latest.size >= recordsPerBatch) {
        await state.store.apply(entryWrites(state, store, latest));
        latest.clear();
      }
    }
    const writes = entryWrites(state, store, latest);
    writes.push(appliedWrite(store.changelogTopic, nextOffset));
    await state.store.apply(writes);
  });
  return restored;
}

function entryWrites(state: LocalState, store: Store, latest: ReadonlyMap<string, Uint8Array | null>): Write[] {
  const writes: Write[] = [];
  for (const [key, value] of latest) {
    if (store.dueAt !== undefined) moveDue(writes, store.dueAt, key, state.get(store.name, key), value);
    writes.push({ key: stateKey(store.name, key), value });
  }
  return writes;
}

function moveDue(
  writes: Write[],
  dueAt: (key: string, value: Uint8Array) => number,
  key: string,
  before: Uint8Array | undefined,
  after: Uint8Array | null,
): void {
  const from = before === undefined ? Infinity : dueAt(key, before);
  const to = after === null ? Infinity : dueAt(key, after);
  if (from === to) return;
  if (from !== Infinity) writes.push(dueWrite(dueKey(from, key), false));
  if (to !== Infinity) writes.push(dueWrite(dueKey(to, key), true));
}
