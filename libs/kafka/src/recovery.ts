import { randomUUID } from 'node:crypto';
import { type Logger } from '@weir/observability';
import { type StateStore } from '@weir/store';
import { pause } from './backoff.ts';
import { replay, restoreStore } from './changelog.ts';
import { rejectionOf } from './dead-letter.ts';
import { StreamError } from './errors.ts';
import { type Limits } from './limits.ts';
import { type KnownPositions, LocalState, positionsWrite } from './local-state.ts';
import {
  type FetchedRecord,
  type KafkaPort,
  type TopicPartition,
  topicPartitionKey,
  type TransactionalProducer,
} from './port.ts';
import { decodePositions, type Positions, positionsKey } from './positions.ts';
import { barrierRecord } from './ticks.ts';
import { type Input, type Store, type Topology } from './topology.ts';

export interface RecoveryOptions {
  readonly kafka: KafkaPort;
  readonly topology: Topology;
  readonly partition: number;
  readonly partitions: number;
  readonly store: StateStore;
  readonly limits: Limits;
  readonly logger: Logger;
  /** The wall clock, epoch ms, or undefined in stream time. */
  readonly wallNow: number | undefined;
  readonly signal: AbortSignal;
}

export interface Recovered {
  readonly producer: TransactionalProducer;
  readonly state: LocalState;
  readonly positions: Positions;
  readonly isFresh: boolean;
  readonly restoredRecords: number;
}

/**
 * Brings a partition to where its last owner committed. The order is what makes it exact:
 *
 *  1. Open the producer. From here on no earlier owner can add to the log, and what it left in doubt is settled.
 *  2. Commit a barrier to each own changelog. Its offset says how far to read: everything that was ever committed is before it.
 *  3. Read the changelogs, committed records only, from where the local store stands up to the barrier.
 *  4. Read the tables of others up to the committed positions, so that they show what the last owner saw.
 *  5. Check that no input was trimmed or cut: what was never read must still be there.
 *
 * Reading before fencing could miss a transaction that the old owner commits in between, and a record would be counted twice.
 */
export async function recover(options: RecoveryOptions): Promise<Recovered> {
  const { kafka, topology, partition, signal } = options;
  const opening = kafka.openProducer(`${topology.group}-${partition}`);
  const producer = await unlessAborted(opening, signal, (late) => void late.close());
  try {
    const barriers = await producer.commit(barrierRecords(options));
    const state = new LocalState(options.store);
    const known = await restorePositions(options, state, barriers);
    const own = await restoreOwnStores(options, state, barriers, known);
    const starts = await startPositions(options, known);
    const tables = await restoreTables(options, state, starts);
    const positions = known ?? freshPositions(starts, options.wallNow);
    return {
      producer,
      state,
      positions: { ...positions, positions: starts },
      isFresh: known === undefined,
      restoredRecords: own + tables,
    };
  } catch (error) {
    void producer.close();
    throw error;
  }
}

/** The stores whose changelog this task writes. */
export function ownStores(topology: Topology): Store[] {
  const tables = tableStoreNames(topology);
  return topology.stores.filter(({ name }) => !tables.has(name));
}

export function tableStoreNames(topology: Topology): Set<string> {
  return new Set(topology.inputs.flatMap((input) => (input.kind === 'table' ? [input.store] : [])));
}

function barrierRecords({ topology, partition, wallNow = 0 }: RecoveryOptions) {
  const nonce = randomUUID();
  const topics = [topology.positionsTopic, ...ownStores(topology).map(({ changelogTopic }) => changelogTopic)];
  return topics.map((topic) => barrierRecord({ topic, partition }, nonce, wallNow));
}

function barrierOf(barriers: ReadonlyMap<string, number>, source: TopicPartition): number {
  const offset = barriers.get(topicPartitionKey(source));
  if (offset === undefined) throw new Error(`the barrier of ${topicPartitionKey(source)} has no offset`);
  return offset;
}

/**
 * The last committed positions. The local store remembers the offset of the positions record it was written with; reading from that very
 * record tells whether the store belongs to this log: the record is there, or a later one of the same incarnation. A store of another log,
 * of one ahead of this one, or one too old to trust is cleared.
 */
async function restorePositions(
  options: RecoveryOptions,
  state: LocalState,
  barriers: ReadonlyMap<string, number>,
): Promise<KnownPositions | undefined> {
  const { topology, partition, wallNow, limits, logger } = options;
  const source = { topic: topology.positionsTopic, partition };
  const until = barrierOf(barriers, source);
  const local = state.positions();
  if (local === undefined) {
    await state.store.clear();
    return lastPositions(options, source, 0, until);
  }
  const isOld = wallNow !== undefined && wallNow - local.clockMs > limits.storeMaxAgeMs;
  const latest = await lastPositions(options, source, local.at, until);
  if (latest !== undefined && latest.incarnation === local.incarnation && !isOld) return latest;
  logger.warn(
    { partition, reason: isOld ? 'too old' : 'of another log' },
    'local store cleared, restoring it from the changelog',
  );
  await state.store.clear();
  return lastPositions(options, source, 0, until);
}

async function lastPositions(
  { kafka, signal }: RecoveryOptions,
  source: TopicPartition,
  from: number,
  until: number,
): Promise<KnownPositions | undefined> {
  const { low } = await kafka.watermarks(source);
  let last: FetchedRecord | undefined;
  await replay({ kafka, source, from: Math.max(from, low), until, signal }, (records) => {
    last = records.findLast(({ key }) => key?.toString() === positionsKey) ?? last;
    return Promise.resolve();
  });
  if (last === undefined || last.value === null) return undefined;
  return { ...decodePositions(last.value), at: last.offset };
}

async function restoreOwnStores(
  options: RecoveryOptions,
  state: LocalState,
  barriers: ReadonlyMap<string, number>,
  known: KnownPositions | undefined,
): Promise<number> {
  const { kafka, topology, partition, signal } = options;
  // First the identity, so that a restore that is interrupted goes on where it was.
  if (known !== undefined) await state.store.apply([positionsWrite(known, known.at)]);
  let restored = 0;
  for (const store of ownStores(topology)) {
    const source = { topic: store.changelogTopic, partition };
    const until = barrierOf(barriers, source);
    const written = known?.written[store.changelogTopic] ?? -1;
    if (written >= until) throw changelogLost(source, `offset ${written} was written, but the log ends at ${until}`);
    const from = await startOf(options, state, source, until);
    restored += await restoreStore(state, store, { kafka, source, from, until, signal }, () => true);
  }
  if (known === undefined && restored > 0) {
    throw changelogLost({ topic: topology.positionsTopic, partition }, 'there is state but no position');
  }
  return restored;
}

/** Where to read a changelog on. A store that is ahead of the log, or that misses records trimmed since, is emptied first. */
async function startOf(
  { kafka }: RecoveryOptions,
  state: LocalState,
  source: TopicPartition,
  until: number,
): Promise<number> {
  const { low } = await kafka.watermarks(source);
  const applied = state.applied(source.topic);
  if (applied === 0 || (applied >= low && applied <= until)) return Math.max(applied, low);
  throw new StreamError(
    'WEIR_STORE_CORRUPT',
    `The local store has ${topicPartitionKey(source)} up to ${applied}, the log has ${low} to ${until}.`,
  );
}

function changelogLost({ topic, partition }: TopicPartition, what: string): StreamError {
  return new StreamError(
    'WEIR_CHANGELOG_LOST',
    `The changelog ${topic}/${partition} has lost records: ${what}. Restore the topic, or remove all topics of the group to start anew.`,
  );
}

/** The position of each input: what was committed, or the beginning of the log for an input that is new. */
async function startPositions(options: RecoveryOptions, known: Positions | undefined): Promise<Record<string, number>> {
  const starts: Record<string, number> = {};
  for (const input of options.topology.inputs) {
    starts[input.topic] = await checkedPosition(options, input, known?.positions[input.topic]);
  }
  return starts;
}

async function checkedPosition(
  { kafka, partition, signal }: RecoveryOptions,
  input: Input,
  position: number | undefined,
): Promise<number> {
  const source = { topic: input.topic, partition };
  const place = topicPartitionKey(source);
  for (let attempt = 0; ; attempt += 1) {
    const { low, high } = await kafka.watermarks(source);
    if (position === undefined) return low;
    if (low > position) {
      const message =
        `${place} was trimmed to offset ${low}, but records from ${position} on have not been read: they are lost. ` +
        'Longer retention prevents it; to go on without them, a person must set the position.';
      throw new StreamError('WEIR_INPUT_TRIMMED', message);
    }
    if (high >= position) return position;
    if (attempt === 20) {
      const message = `${place} ends at offset ${high}, but ${position} was read before: the log was cut or the topic was made anew.`;
      throw new StreamError('WEIR_INPUT_TRUNCATED', message);
    }
    await pause(250, signal);
    signal.throwIfAborted();
  }
}

async function restoreTables(
  options: RecoveryOptions,
  state: LocalState,
  starts: Readonly<Record<string, number>>,
): Promise<number> {
  const { kafka, topology, partition, partitions, limits, signal } = options;
  let restored = 0;
  for (const input of topology.inputs) {
    if (input.kind !== 'table') continue;
    const store = topology.stores.find(({ name }) => name === input.store);
    if (store === undefined) throw new Error(`the topology has no store ${input.store}`);
    const source = { topic: input.topic, partition };
    const until = starts[input.topic] as number;
    const from = await startOf(options, state, source, until);
    const accepts = (record: FetchedRecord): boolean =>
      rejectionOf(record, partition, partitions, limits) === undefined;
    restored += await restoreStore(state, store, { kafka, source, from, until, signal }, accepts);
  }
  return restored;
}

function freshPositions(starts: Readonly<Record<string, number>>, wallNow = 0): Positions {
  return { positions: starts, clockMs: wallNow, ticks: {}, incarnation: randomUUID(), written: {} };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, discard: (late: T) => void): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      work.then(discard, () => undefined);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
