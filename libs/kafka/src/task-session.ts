import { type Logger } from '@weir/observability';
import { type Clock, TaskClock } from './clock.ts';
import { OpenCycle } from './cycle.ts';
import { type Rejection } from './dead-letter.ts';
import { type DeadLetterLog } from './dead-letter-log.ts';
import { DueQueue } from './due-queue.ts';
import { Effects } from './effects.ts';
import { InputBuffer } from './input-buffer.ts';
import { InputMerge } from './input-merge.ts';
import { type Limits } from './limits.ts';
import { appliedWrite, positionsWrite } from './local-state.ts';
import { murmur2Partition } from './murmur2.ts';
import { type KafkaPort, type OutgoingRecord, type TopicPartition, topicPartitionKey } from './port.ts';
import { encodePositions, type Positions, positionsKey } from './positions.ts';
import { ownStores, type Recovered, tableStoreNames } from './recovery.ts';
import { type TaskMetrics } from './task-metrics.ts';
import { tickRecord } from './ticks.ts';
import { type Processor, type Topology } from './topology.ts';
import { Turn } from './turn.ts';
import { Wakeup } from './wakeup.ts';

export interface SessionOptions {
  readonly kafka: KafkaPort;
  readonly topology: Topology;
  readonly partition: number;
  /** The number of partitions of every topic of the topology. */
  readonly partitionCounts: ReadonlyMap<string, number>;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly metrics: TaskMetrics;
  readonly deadLetters: DeadLetterLog;
  readonly onCommitted: (positions: Positions) => void;
  readonly stopwatch: () => number;
}

/** Nothing may be older than this in the positions, so that the transactional id (7 days) and the store's age stay young while idle. */
const keepAliveMs = 60 * 60 * 1_000;
const blockedMs = 20;
const observeMs = 250;

/**
 * A task from one recovery to the next failure: reads, decides, commits. After any error it is of no use any more, and all of it is
 * thrown away: the producer, the open cycle, the processor.
 */
export class TaskSession {
  readonly #options: SessionOptions;
  readonly #recovered: Recovered;
  readonly #processor: Processor;
  readonly #wakeup = new Wakeup();
  readonly #taskClock: TaskClock;
  readonly #effects: Effects;
  readonly #buffers: InputBuffer[];
  readonly #merge: InputMerge;
  readonly #handledTo: number[];
  readonly #handledCounts: number[];
  /** By the open cycle. */
  readonly #setAside: { place: TopicPartition & { offset: number }; rejection: Rejection }[] = [];
  #cycle!: OpenCycle;
  #turn!: Turn;
  #dues!: DueQueue;
  #failure: { readonly error: unknown } | undefined;
  #isStopping = false;
  #committed: Positions;
  #mustCommit: boolean;
  #openSince: number | undefined;
  #lastCommitAt: number;
  #tick: number | undefined;
  #observedAt = -Infinity;

  constructor(options: SessionOptions, recovered: Recovered) {
    const { topology, partition, clock, limits, kafka } = options;
    this.#options = options;
    this.#recovered = recovered;
    this.#committed = recovered.positions;
    this.#mustCommit = recovered.isFresh;
    this.#lastCommitAt = options.stopwatch();
    this.#taskClock = new TaskClock(recovered.positions.clockMs);
    this.#effects = new Effects(limits.concurrentEffects, () => this.#wakeup.wake());
    this.#handledTo = topology.inputs.map(({ topic }) => recovered.positions.positions[topic] as number);
    this.#handledCounts = topology.inputs.map(() => 0);
    this.#buffers = topology.inputs.map(({ topic }, input) => {
      const reading = { kafka, limits, source: { topic, partition }, onArrival: this.#wake, onFailed: this.#fail };
      return new InputBuffer(reading, this.#handledTo[input] as number);
    });
    const isStrict = clock.kind === 'stream';
    this.#merge = new InputMerge({
      inputs: topology.inputs,
      buffers: this.#buffers,
      partition,
      isStrict,
      ticks: recovered.positions.ticks,
    });
    this.#processor = topology.createProcessor(partition);
  }

  /** True while there is nothing to do and nothing under way. */
  get isIdle(): boolean {
    return this.#wakeup.isWaiting && this.#effects.pending === 0;
  }

  /** Resolves after `stop`, when everything decided is committed; rejects with whatever made it fail. */
  async run(): Promise<void> {
    await this.#prepare();
    await this.#processor.onRestored?.(this.#cycle);
    for (;;) {
      const hasMore = await this.#turn.run(this.#isStopping);
      this.#throwFailure();
      const isDone = this.#isStopping && this.#effects.pending === 0;
      if (this.#shouldCommit(isDone)) await this.#commit();
      this.#observe();
      if (isDone && this.#effects.pending === 0) return;
      if (hasMore) await new Promise(setImmediate);
      else await this.#wakeup.wait(this.#waitMs());
      this.#throwFailure();
    }
  }

  /** Finishes the turn, lets effects under way come to their end for a while, commits. */
  stop(): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    const grace = setTimeout(
      () => this.#fail(new Error('effects did not end in time')),
      this.#options.limits.effectGraceMs,
    );
    grace.unref();
    this.#wakeup.wake();
  }

  /** Lets go of everything, committed or not. */
  close(): void {
    this.#fail(new Error('the session was closed'));
    for (const buffer of this.#buffers) buffer.close();
    void this.#recovered.producer.close();
  }

  wake(): void {
    this.#wakeup.wake();
  }

  readonly #wake = (): void => this.#wakeup.wake();

  readonly #fail = (error: unknown): void => {
    this.#failure ??= { error };
    this.#wakeup.wake();
  };

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #prepare(): Promise<void> {
    const { topology, partition, limits, clock, partitionCounts, stopwatch } = this.#options;
    const { state } = this.#recovered;
    this.#dues = await DueQueue.open(state);
    this.#cycle = new OpenCycle(
      {
        partition,
        isStreamTime: clock.kind === 'stream',
        state,
        dues: this.#dues,
        stores: topology.stores,
        tableStores: tableStoreNames(topology),
        writtenBytes: limits.writtenBytes,
        partitionOf: (topic, key) => murmur2Partition(key, this.#partitionsOf(topic)),
      },
      this.#taskClock.now,
    );
    this.#turn = new Turn({
      topology,
      partition,
      partitions: this.#partitionsOf(topology.positionsTopic),
      limits,
      clock,
      taskClock: this.#taskClock,
      processor: this.#processor,
      cycle: this.#cycle,
      dues: this.#dues,
      merge: this.#merge,
      effects: this.#effects,
      deadLetterTarget: {
        topic: topology.deadLetterTopic,
        partition: partition % (partitionCounts.get(topology.deadLetterTopic) ?? 1),
      },
      onHandled: (input, offset) => {
        this.#handledTo[input] = offset + 1;
        this.#handledCounts[input] = (this.#handledCounts[input] as number) + 1;
      },
      onDeadLetter: ({ topic, offset }, rejection) =>
        this.#setAside.push({ place: { topic, partition, offset }, rejection }),
      onAdvanced: (instant) => {
        this.#tick = instant;
      },
      stopwatch,
    });
  }

  #partitionsOf(topic: string): number {
    const partitions = this.#options.partitionCounts.get(topic);
    if (partitions === undefined) throw new Error(`the topology does not name ${topic} among its outputs`);
    return partitions;
  }

  /** What others wait for is committed at once; positions and table records alone wait a little, for company. */
  #shouldCommit(isLast: boolean): boolean {
    const { stopwatch, limits } = this.#options;
    if (this.#cycle.isUrgent || this.#tick !== undefined || this.#mustCommit) return true;
    const now = stopwatch();
    if (!this.#cycle.hasTableWrites && !this.#hasMoved()) {
      this.#openSince = undefined;
      return now - this.#lastCommitAt >= keepAliveMs;
    }
    this.#openSince ??= now;
    return isLast || now - this.#openSince >= limits.lazyCommitMs;
  }

  #hasMoved(): boolean {
    return this.#options.topology.inputs.some(
      ({ topic }, input) => this.#position(input) !== this.#committed.positions[topic],
    );
  }

  /** Above everything handled; above control records too when nothing before them is left. */
  #position(input: number): number {
    const buffer = this.#buffers[input] as InputBuffer;
    const handledTo = this.#handledTo[input] as number;
    return buffer.isEmpty && this.#turn.outstanding(input) === 0 ? Math.max(handledTo, buffer.fetchedTo) : handledTo;
  }

  /**
   * Makes everything since the last commit durable, or nothing at all:
   *
   *  1. Commit, in one transaction, the changed state, what was emitted, and the positions of the inputs.
   *  2. Apply the same writes to the local store, with the offsets up to which it now stands.
   *  3. Start the effects that were asked for.
   *
   * The store comes after the commit. A crash in between leaves it behind its changelog, which restoring repairs; the other way round it
   * would hold writes of an aborted transaction that nothing would ever undo.
   */
  async #commit(): Promise<void> {
    const { topology, metrics, partition, stopwatch, onCommitted } = this.#options;
    const { producer, state } = this.#recovered;
    const startedAt = stopwatch();
    this.#passTickOn();
    const positions = this.#currentPositions();
    const { records, writes, effects } = this.#cycle.take();
    const home = { topic: topology.positionsTopic, partition };
    const position = { ...home, key: positionsKey, value: encodePositions(positions), timestamp: this.#taskClock.now };
    const offsets = await producer.commit([...records, position]);
    this.#throwFailure();

    const written: Record<string, number> = { ...positions.written };
    const storeWrites = [...writes, positionsWrite(positions, offsets.get(topicPartitionKey(home)) as number)];
    for (const { changelogTopic: topic } of ownStores(topology)) {
      const offset = offsets.get(topicPartitionKey({ topic, partition }));
      if (offset === undefined) continue;
      written[topic] = offset;
      storeWrites.push(appliedWrite(topic, offset + 1));
    }
    for (const input of topology.inputs) {
      if (input.kind === 'table')
        storeWrites.push(appliedWrite(input.topic, positions.positions[input.topic] as number));
    }
    await state.store.apply(storeWrites);

    this.#committed = { ...positions, written };
    this.#mustCommit = false;
    this.#openSince = undefined;
    this.#lastCommitAt = stopwatch();
    metrics.commitSeconds.observe({ partition: String(partition) }, (this.#lastCommitAt - startedAt) / 1_000);
    this.#countRecords();
    this.#tellOfDeadLetters();
    this.#effects.start(effects);
    onCommitted(positions);
  }

  #currentPositions(): Positions {
    const positions: Record<string, number> = {};
    this.#options.topology.inputs.forEach(({ topic }, input) => {
      positions[topic] = this.#position(input);
    });
    return { ...this.#committed, positions, clockMs: this.#taskClock.now, ticks: this.#merge.ticks() };
  }

  /** Tells the readers of what this task writes how far time has come: nothing earlier will follow. */
  #passTickOn(): void {
    if (this.#tick === undefined) return;
    const { topology, partition } = this.#options;
    const topics = new Set([...topology.outputs, ...ownStores(topology).map(({ changelogTopic }) => changelogTopic)]);
    for (const topic of topics) {
      if (partition < this.#partitionsOf(topic))
        this.#cycle.append(tickRecord({ topic, partition }, this.#tick) satisfies OutgoingRecord);
    }
    this.#tick = undefined;
  }

  #countRecords(): void {
    const { topology, metrics } = this.#options;
    topology.inputs.forEach(({ topic }, input) => {
      const count = this.#handledCounts[input] as number;
      if (count > 0) metrics.records.inc({ topic }, count);
      this.#handledCounts[input] = 0;
    });
  }

  #tellOfDeadLetters(): void {
    const { metrics, deadLetters } = this.#options;
    for (const { place, rejection } of this.#setAside.splice(0)) {
      metrics.deadLetters.inc({ code: rejection.code });
      deadLetters.note(place, rejection);
    }
  }

  #observe(): void {
    const { topology, metrics, partition, clock, stopwatch } = this.#options;
    if (stopwatch() - this.#observedAt < observeMs) return;
    this.#observedAt = stopwatch();
    const label = String(partition);
    topology.inputs.forEach(({ topic }, input) => {
      const end = (this.#buffers[input] as InputBuffer).endOffset;
      if (end !== undefined)
        metrics.lagRecords.set({ topic, partition: label }, Math.max(0, end - this.#position(input)));
    });
    const next = this.#dues.peek();
    const lag = clock.kind === 'wall' && next !== undefined ? Math.max(0, clock.now() - next.dueAt) : 0;
    metrics.dueLagSeconds.set({ partition: label }, lag / 1_000);
  }

  #waitMs(): number {
    const { limits, clock, stopwatch } = this.#options;
    let ms = limits.idleMs;
    if (this.#turn.isBlocked) ms = blockedMs;
    if (this.#openSince !== undefined) ms = Math.min(ms, this.#openSince + limits.lazyCommitMs - stopwatch());
    const next = clock.kind === 'wall' ? this.#dues.nextAt() : undefined;
    if (next !== undefined && clock.kind === 'wall' && !this.#isHolding()) ms = Math.min(ms, next - clock.now());
    return Math.max(1, ms);
  }

  #isHolding(): boolean {
    return this.#effects.isFullWith(0);
  }
}
