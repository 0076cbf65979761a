import { createMetrics, createSilentLogger, type Logger } from '@weir/observability';
import { memoryStores, type OpenStore, type StateStore } from '@weir/store';
import { type Clock } from './clock.ts';
import { DeadLetterLog } from './dead-letter-log.ts';
import { StreamError } from './errors.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { stateKey } from './local-state.ts';
import { MemoryKafka } from './memory-kafka.ts';
import { type FetchedRecord, type Headers, type KafkaPort } from './port.ts';
import { StreamTask, type TaskEnd } from './stream-task.ts';
import { TaskMetrics } from './task-metrics.ts';
import { isReserved, tickRecord } from './ticks.ts';
import { type Topology } from './topology.ts';

/**
 * Where a task can be made to die, in the order in which a commit passes them. `commit-answer-lost` is no death: the transaction is
 * committed, but the task is told that the outcome is unknown.
 */
export const crashPoints = [
  'before-commit',
  'records-written',
  'commit-answer-lost',
  'committed',
  'store-applied',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

export interface TaskDriverOptions {
  readonly topology: Topology;
  /** `wall`: the driver's `advance` sets the time. Default. `stream`: records and ticks do. */
  readonly clock?: 'wall' | 'stream';
  /** Epoch ms at the start of wall time. Default 0. */
  readonly now?: number;
  readonly partition?: number;
  /** Of every topic. Default 1, so that every key is at home. */
  readonly partitions?: number;
  readonly limits?: Partial<Limits>;
  readonly openStore?: OpenStore;
  readonly kafka?: MemoryKafka;
  readonly logger?: Logger;
}

export interface TaskDriver {
  readonly kafka: MemoryKafka;
  readonly now: number;
  /** Opens a task, as a process that starts does. */
  start(): Promise<void>;
  /** Appends one record to the driver's partition of a topic, and lets the task deal with it. The timestamp defaults to now. */
  pipe(
    topic: string,
    key: string | null,
    value: Uint8Array | string | null,
    timestamp?: number,
    headers?: Headers,
  ): Promise<void>;
  /** Wall time: moves the clock. Stream time: sends a tick to every input. Then lets the task deal with what has come due. */
  advance(now: number): Promise<void>;
  /** Committed records of a topic that this has not returned before; Weir's own are left out. */
  read(topic: string): FetchedRecord[];
  /** What the local store holds. */
  entry(store: string, key: string): Uint8Array | undefined;
  /** Waits until the task has dealt with everything there is. Throws when it has ended by itself. */
  settle(): Promise<void>;
  /** The next commit makes the task die at the point. Resolved by `crashed`. */
  crashAt(point: CrashPoint): void;
  /** Lets the task come to rest and disarms; resolves with whether the armed point was passed. */
  crashed(): Promise<boolean>;
  /** Kills the task where it stands: nothing it has begun will end. Its store is free for another. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const mostSettleMs = 10_000;
const never = new Promise<never>(() => undefined);

/** Runs the real task, cycle and recovery against Kafka and a store in memory. */
export function createTaskDriver(options: TaskDriverOptions): TaskDriver {
  return new MemoryTaskDriver(options);
}

/** What a process is: when it is dead, nothing that it waits for ever comes, and nothing it does has an effect. */
class Incarnation {
  isDead = false;

  async live<T>(work: () => Promise<T>): Promise<T> {
    if (this.isDead) return never;
    const result = await work();
    return this.isDead ? never : result;
  }
}

class MemoryTaskDriver implements TaskDriver {
  readonly kafka: MemoryKafka;
  readonly #options: TaskDriverOptions;
  readonly #openStore: OpenStore;
  readonly #partition: number;
  readonly #logger: Logger;
  readonly #read = new Map<string, number>();
  #now: number;
  #incarnation = new Incarnation();
  #task: StreamTask | undefined;
  #end: TaskEnd | undefined;
  #store: StateStore | undefined;
  #armed: CrashPoint | undefined;

  constructor(options: TaskDriverOptions) {
    this.#options = options;
    this.kafka = options.kafka ?? new MemoryKafka();
    this.#openStore = options.openStore ?? memoryStores();
    this.#partition = options.partition ?? 0;
    this.#logger = options.logger ?? createSilentLogger();
    this.#now = options.now ?? 0;
    const { inputs, stores, outputs, positionsTopic, deadLetterTopic } = options.topology;
    const topics = [...inputs.map(({ topic }) => topic), ...stores.map((store) => store.changelogTopic), ...outputs];
    for (const topic of [...topics, positionsTopic, deadLetterTopic])
      this.kafka.createTopic(topic, options.partitions ?? 1);
  }

  get now(): number {
    return this.#now;
  }

  async start(): Promise<void> {
    await this.kill();
    this.#incarnation = new Incarnation();
    this.#end = undefined;
    const incarnation = this.#incarnation;
    const { topology, partitions = 1, limits, clock = 'wall' } = this.#options;
    const topics = [
      ...topology.inputs.map(({ topic }) => topic),
      ...topology.stores.map((store) => store.changelogTopic),
    ];
    const all = [...topics, ...topology.outputs, topology.positionsTopic, topology.deadLetterTopic];
    const taskClock: Clock = clock === 'wall' ? { kind: 'wall', now: () => this.#now } : { kind: 'stream' };
    this.#task = new StreamTask({
      kafka: this.#portOf(incarnation),
      topology,
      partition: this.#partition,
      partitionCounts: new Map(all.map((topic) => [topic, partitions])),
      openStore: (name) => this.#open(name, incarnation),
      clock: taskClock,
      limits: { ...defaultLimits, lazyCommitMs: 5, idleMs: 50, ...limits },
      logger: this.#logger,
      metrics: new TaskMetrics(createMetrics('driver')),
      deadLetters: new DeadLetterLog(this.#logger),
    });
    void this.#task.run().then((end) => {
      if (incarnation === this.#incarnation) this.#end = end;
    });
    await this.settle();
  }

  async pipe(
    topic: string,
    key: string | null,
    value: Uint8Array | string | null,
    timestamp = this.#now,
    headers: Headers = {},
  ): Promise<void> {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    this.kafka.log({ topic, partition: this.#partition }).append({ key, value: bytes, timestamp, headers });
    await this.settle();
  }

  async advance(now: number): Promise<void> {
    this.#now = Math.max(this.#now, now);
    if (this.#options.clock === 'stream') {
      for (const { topic } of this.#options.topology.inputs) {
        const source = { topic, partition: this.#partition };
        this.kafka.log(source).append(tickRecord(source, now));
      }
    }
    this.#task?.wake();
    await this.settle();
  }

  read(topic: string): FetchedRecord[] {
    const log = this.kafka.log({ topic, partition: this.#partition });
    const records: FetchedRecord[] = [];
    for (let offset = Math.max(this.#read.get(topic) ?? 0, log.watermarks.low); ;) {
      const batch = log.read(offset);
      records.push(...batch.records.filter((record) => !isReserved(record)));
      if (batch.nextOffset === offset) break;
      offset = batch.nextOffset;
      this.#read.set(topic, offset);
    }
    return records;
  }

  entry(store: string, key: string): Uint8Array | undefined {
    return this.#store?.get(stateKey(store, key));
  }

  async settle(): Promise<void> {
    const incarnation = this.#incarnation;
    const deadline = performance.now() + mostSettleMs;
    for (let quiet = 0; quiet < 3 && !incarnation.isDead;) {
      await new Promise(setImmediate);
      if (this.#end !== undefined) throw endError(this.#end);
      quiet = this.kafka.isQuiet && this.#task?.isIdle === true ? quiet + 1 : 0;
      if (performance.now() > deadline)
        throw new Error(`the task does not come to rest; it is ${this.#task?.state ?? 'absent'}`);
    }
  }

  crashAt(point: CrashPoint): void {
    this.#armed = point;
  }

  async crashed(): Promise<boolean> {
    await this.settle();
    const wasPassed = this.#armed === undefined;
    this.#armed = undefined;
    return wasPassed;
  }

  async kill(): Promise<void> {
    this.#incarnation.isDead = true;
    // Ends its timers; as it is dead, nothing that it still tries has an effect.
    void this.#task?.stop();
    const store = this.#store;
    this.#store = undefined;
    await store?.close();
  }

  async stop(): Promise<void> {
    if (!this.#incarnation.isDead) await this.#task?.stop();
  }

  async #open(name: string, incarnation: Incarnation): Promise<StateStore> {
    const store = await this.#openStore(name);
    this.#store = store;
    return {
      get: (key) => store.get(key),
      range: (range) => incarnation.live(() => store.range(range)),
      apply: (writes) =>
        incarnation.live(async () => {
          await store.apply(writes);
          if (writes.some(({ key }) => key === 'p')) this.#pass('store-applied', incarnation);
        }),
      clear: () => incarnation.live(() => store.clear()),
      close: async () => {
        if (!incarnation.isDead) await store.close();
        if (!incarnation.isDead) this.#store = undefined;
      },
    };
  }

  #portOf(incarnation: Incarnation): KafkaPort {
    const { kafka } = this;
    return {
      openProducer: (id) =>
        incarnation.live(() => {
          let isFirst = true;
          const producer = kafka.producer(id, async (stage) => {
            if (!isFirst) this.#pass(stage, incarnation);
            if (incarnation.isDead) await never;
          });
          return Promise.resolve({
            close: () => producer.close(),
            commit: (records) =>
              incarnation.live(async () => {
                // The first commit of an incarnation is its barrier; crashes are aimed at the commits of cycles.
                if (!isFirst) this.#pass('before-commit', incarnation);
                if (incarnation.isDead) return never;
                const offsets = await producer.commit(records);
                if (!isFirst && this.#armed === 'commit-answer-lost') {
                  this.#armed = undefined;
                  throw new StreamError('WEIR_COMMIT_IN_DOUBT', 'The answer to the commit was lost.');
                }
                isFirst = false;
                return offsets;
              }),
          });
        }),
      openPublisher: () => kafka.openPublisher(),
      readPartition: (source, from) => {
        const reader = kafka.readPartition(source, from);
        return { read: (maxWaitMs) => incarnation.live(() => reader.read(maxWaitMs)), close: () => reader.close() };
      },
      watermarks: (source) => incarnation.live(() => kafka.watermarks(source)),
      partitionCounts: (topics) => kafka.partitionCounts(topics),
      joinGroup: (group) => kafka.joinGroup(group),
      close: () => Promise.resolve(),
    };
  }

  #pass(point: CrashPoint, incarnation: Incarnation): void {
    if (this.#armed !== point) return;
    this.#armed = undefined;
    incarnation.isDead = true;
    if (incarnation === this.#incarnation) void this.#task?.stop();
  }
}

function endError(end: TaskEnd): Error {
  if (end.kind === 'halted' || end.kind === 'crashed') return end.error as Error;
  return new Error(`the task has ended: ${end.kind}`);
}
