import { type Logger, type Metrics } from '@weir/observability';
import { type OpenStore } from '@weir/store';
import { backoffMs, pause } from './backoff.ts';
import { type Clock } from './clock.ts';
import { DeadLetterLog } from './dead-letter-log.ts';
import { StreamError } from './errors.ts';
import { tellGroupLoss } from './group-loss.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { type GroupMember, type KafkaPort, type TopicPartition } from './port.ts';
import { type Positions } from './positions.ts';
import { StreamTask, type TaskEnd } from './stream-task.ts';
import { TaskMetrics } from './task-metrics.ts';
import { type Topology } from './topology.ts';

export interface StreamProcessorOptions {
  readonly kafka: KafkaPort;
  readonly topology: Topology;
  readonly openStore: OpenStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly limits?: Partial<Limits>;
  /** Called when going on is of no use: a bug that came back after each recovery. Defaults to throwing, which ends the process. */
  readonly onFatal?: (error: unknown) => void;
}

export interface StreamProcessor {
  readonly name: string;
  /** Resolves when it is on its way into the group. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** True when it is in the group and every partition it has is restored and running. */
  isReady(): boolean;
}

const advisoryMs = 5_000;
const reopenMs = 3_000;

export function createStreamProcessor(options: StreamProcessorOptions): StreamProcessor {
  return new GroupedTasks(options);
}

/**
 * Keeps one task per partition that the group assigns to this process. A task whose partition stays over a re-assignment is not touched:
 * it keeps its store, its producer and its position.
 */
class GroupedTasks implements StreamProcessor {
  readonly name: string;
  readonly #options: StreamProcessorOptions;
  readonly #limits: Limits;
  readonly #metrics: TaskMetrics;
  readonly #logger: Logger;
  readonly #deadLetters: DeadLetterLog;
  readonly #stopping = new AbortController();
  readonly #tasks = new Map<number, StreamTask>();
  /** By partition: the end of its last task, which holds the store until then. */
  readonly #endings = new Map<number, Promise<void>>();
  readonly #fencedInARow = new Map<number, number>();
  readonly #offsets = new Map<string, TopicPartition & { offset: number }>();
  #counts: ReadonlyMap<string, number> = new Map();
  #member: GroupMember | undefined;
  #assigned: ReadonlySet<number> | undefined;
  #started: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  #advisory: NodeJS.Timeout | undefined;

  constructor(options: StreamProcessorOptions) {
    this.name = options.topology.group;
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#metrics = new TaskMetrics(options.metrics);
    this.#logger = options.logger.child({ group: options.topology.group });
    this.#deadLetters = new DeadLetterLog(this.#logger);
  }

  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  isReady(): boolean {
    if (this.#assigned === undefined || this.#stopping.signal.aborted) return false;
    return [...this.#assigned].every((partition) => this.#tasks.get(partition)?.state === 'running');
  }

  async #start(): Promise<void> {
    const { kafka, topology } = this.#options;
    this.#counts = await this.#awaitTopics();
    if (this.#stopping.signal.aborted) return;
    this.#advisory = setInterval(() => void this.#commitAdvisoryOffsets(), advisoryMs);
    this.#advisory.unref();
    this.#member = await kafka.joinGroup({
      groupId: topology.group,
      topics: topology.inputs.map(({ topic }) => topic),
      sessionTimeoutMs: this.#limits.sessionTimeoutMs,
      onAssigned: (partitions) => this.#reconcile(new Set(partitions)),
      onCrashed: (loss) => tellGroupLoss(this.#logger, loss),
    });
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    await this.#started?.catch(() => undefined);
    clearInterval(this.#advisory);
    await Promise.all([...this.#tasks.values()].map((task) => task.stop()));
    await Promise.all(this.#endings.values());
    this.#deadLetters.flush();
    await this.#commitAdvisoryOffsets();
    await this.#member?.leave();
  }

  /** All topics must be there, and those of a task must have the same number of partitions. Waits for topics that are still missing. */
  async #awaitTopics(): Promise<ReadonlyMap<string, number>> {
    const { kafka, topology } = this.#options;
    const shared = [
      topology.positionsTopic,
      ...topology.inputs.map(({ topic }) => topic),
      ...topology.stores.map((store) => store.changelogTopic),
    ];
    const all = new Set([...shared, ...topology.outputs, topology.deadLetterTopic]);
    for (let attempt = 0; ; attempt += 1) {
      const counts = await kafka.partitionCounts([...all]);
      const missing = [...all].filter((topic) => !counts.has(topic));
      if (missing.length === 0) {
        assertCopartitioned(shared, counts);
        return counts;
      }
      if (this.#stopping.signal.aborted) return counts;
      if (attempt % 10 === 2)
        this.#logger.warn({ missing }, `waiting for topics that do not exist yet: ${missing.join(', ')}`);
      await pause(backoffMs(attempt, 100, 2_000), this.#stopping.signal);
    }
  }

  #reconcile(assigned: ReadonlySet<number>): void {
    if (this.#stopping.signal.aborted) return;
    const before = this.#assigned;
    this.#assigned = assigned;
    this.#logger.info({ partitions: [...assigned] }, 'assigned');
    for (const [partition, task] of this.#tasks) {
      if (assigned.has(partition)) continue;
      this.#tasks.delete(partition);
      void task.stop();
    }
    for (const partition of assigned) {
      if (before?.has(partition) !== true) this.#fencedInARow.delete(partition);
      if (!this.#tasks.has(partition)) this.#open(partition);
    }
  }

  #open(partition: number): void {
    const { kafka, topology, openStore, clock, logger } = this.#options;
    const task = new StreamTask({
      kafka,
      topology,
      partition,
      partitionCounts: this.#counts,
      openStore,
      clock,
      limits: this.#limits,
      logger,
      metrics: this.#metrics,
      deadLetters: this.#deadLetters,
      onCommitted: (positions) => {
        this.#fencedInARow.delete(partition);
        this.#noteOffsets(partition, positions);
      },
    });
    this.#tasks.set(partition, task);
    const before = this.#endings.get(partition) ?? Promise.resolve();
    const ended = before.then(async () => {
      if (this.#tasks.get(partition) === task) this.#ended(task, await task.run());
    });
    this.#endings.set(partition, ended);
  }

  #ended(task: StreamTask, end: TaskEnd): void {
    const { partition } = task;
    if (this.#stopping.signal.aborted || this.#tasks.get(partition) !== task) return;
    if (end.kind === 'crashed') this.#fatal(end.error);
    if (end.kind !== 'fenced') return;
    this.#tasks.delete(partition);
    void this.#reopenLater(partition);
  }

  /**
   * A task that was fenced waits for the next assignment. If none comes, nobody else may want the partition: a broker that gave up on a slow
   * transaction fences, too. So after a while, longer each time, a partition that is still assigned here is opened again.
   */
  async #reopenLater(partition: number): Promise<void> {
    const count = this.#fencedInARow.get(partition) ?? 0;
    this.#fencedInARow.set(partition, count + 1);
    await pause(backoffMs(count, reopenMs, 60_000), this.#stopping.signal);
    if (this.#stopping.signal.aborted || this.#assigned?.has(partition) !== true || this.#tasks.has(partition)) return;
    this.#open(partition);
  }

  #fatal(error: unknown): void {
    const { onFatal } = this.#options;
    if (onFatal !== undefined) onFatal(error);
    else queueMicrotask(() => { throw error; }); // prettier-ignore
  }

  #noteOffsets(partition: number, { positions }: Positions): void {
    for (const topic in positions)
      this.#offsets.set(`${topic}/${partition}`, { topic, partition, offset: positions[topic] as number });
  }

  async #commitAdvisoryOffsets(): Promise<void> {
    const offsets = [...this.#offsets.values()].filter(({ partition }) => this.#assigned?.has(partition) === true);
    this.#offsets.clear();
    if (offsets.length > 0) await this.#member?.commitOffsets(offsets);
  }
}

function assertCopartitioned(topics: readonly string[], counts: ReadonlyMap<string, number>): void {
  const distinct = new Set(topics.map((topic) => counts.get(topic)));
  if (distinct.size === 1) return;
  const list = topics.map((topic) => `${topic} has ${counts.get(topic)}`).join(', ');
  throw new StreamError(
    'WEIR_TOPICS_NOT_COPARTITIONED',
    `All topics of a task must have the same number of partitions, but ${list}.`,
  );
}
