import { type Logger } from '@weir/observability';
import { type OpenStore, type StateStore } from '@weir/store';
import { backoffMs, pause } from './backoff.ts';
import { type Clock } from './clock.ts';
import { type DeadLetterLog } from './dead-letter-log.ts';
import { codeOf, messageOf, type Verdict, verdictOf } from './errors.ts';
import { type Limits } from './limits.ts';
import { type KafkaPort } from './port.ts';
import { type Positions } from './positions.ts';
import { recover } from './recovery.ts';
import { type TaskMetrics } from './task-metrics.ts';
import { TaskSession } from './task-session.ts';
import { assertTransition, type TaskState } from './task-states.ts';
import { type Topology } from './topology.ts';

/** How a task ended: it was asked to, another owner took the partition, data is missing, or a bug keeps it from working. */
export type TaskEnd =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'fenced' }
  | { readonly kind: 'halted'; readonly error: unknown }
  | { readonly kind: 'crashed'; readonly error: unknown };

export interface TaskOptions {
  readonly kafka: KafkaPort;
  readonly topology: Topology;
  readonly partition: number;
  readonly partitionCounts: ReadonlyMap<string, number>;
  readonly openStore: OpenStore;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly metrics: TaskMetrics;
  readonly deadLetters: DeadLetterLog;
  readonly onCommitted?: (positions: Positions) => void;
  /** Milliseconds from any start, for durations. */
  readonly stopwatch?: () => number;
}

/** So many failures in a row of a kind that is not in the table mean that trying again is of no use. */
const mostUnknownFailures = 3;

/**
 * One partition, from its assignment to its loss: recovers, runs, and after any failure discards everything in memory and recovers
 * again, waiting longer each time. Ends when it is stopped, when it is fenced, and when recovering again cannot help.
 */
export class StreamTask {
  readonly partition: number;
  readonly #options: TaskOptions;
  readonly #logger: Logger;
  readonly #stopwatch: () => number;
  readonly #stopping = new AbortController();
  #state: TaskState = 'created';
  #session: TaskSession | undefined;
  #store: StateStore | undefined;
  #failures = 0;
  #unknownFailures = 0;
  #ended: Promise<TaskEnd> | undefined;

  constructor(options: TaskOptions) {
    this.partition = options.partition;
    this.#options = options;
    this.#logger = options.logger.child({ group: options.topology.group, partition: options.partition });
    this.#stopwatch = options.stopwatch ?? (() => performance.now());
    options.metrics.setState(this.partition, this.#state);
  }

  get state(): TaskState {
    return this.#state;
  }

  /** True while it runs and has nothing to do. */
  get isIdle(): boolean {
    return this.#state === 'running' && this.#session?.isIdle === true;
  }

  /** Runs until it ends; never rejects. */
  run(): Promise<TaskEnd> {
    this.#ended ??= this.#run();
    return this.#ended;
  }

  /** Finishes the turn it is in, commits, and lets go of the store. Resolves when all that has happened. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the task was stopped'));
    this.#session?.stop();
    if (this.#ended === undefined) {
      this.#enter('closed');
      return;
    }
    const grace = this.#options.limits.effectGraceMs + 1_000;
    const timer = setTimeout(() => this.#session?.close(), grace);
    timer.unref();
    await this.#ended;
    clearTimeout(timer);
  }

  /** Something outside has changed, such as the clock of a test: look at once. */
  wake(): void {
    this.#session?.wake();
  }

  async #run(): Promise<TaskEnd> {
    const { signal } = this.#stopping;
    let end: TaskEnd | undefined;
    while (end === undefined) {
      if (signal.aborted) end = { kind: 'stopped' };
      else end = await this.#attempt();
    }
    await this.#store?.close().catch((error: unknown) => this.#logger.warn({ err: error }, 'closing the store failed'));
    this.#enter('closed');
    this.#logger.info({ end: end.kind }, 'task closed');
    return end;
  }

  /** One recovery and what follows; undefined when another attempt is due. */
  async #attempt(): Promise<TaskEnd | undefined> {
    try {
      this.#enter('restoring');
      this.#session = await this.#restore();
      this.#enter('running');
      if (this.#stopping.signal.aborted) this.#session.stop();
      await this.#session.run();
      return { kind: 'stopped' };
    } catch (error) {
      if (this.#stopping.signal.aborted) {
        this.#logger.info(
          { reason: messageOf(error) },
          'stopped while not all was committed; the next owner goes on from the last commit',
        );
        return { kind: 'stopped' };
      }
      return await this.#failed(error);
    } finally {
      this.#session?.close();
      this.#session = undefined;
    }
  }

  async #restore(): Promise<TaskSession> {
    const { kafka, topology, partition, partitionCounts, clock, limits, metrics, deadLetters } = this.#options;
    const startedAt = this.#stopwatch();
    this.#store ??= await this.#options.openStore(`${topology.group}-${partition}`);
    const recovered = await recover({
      kafka,
      topology,
      partition,
      partitions: partitionCounts.get(topology.positionsTopic) ?? 0,
      store: this.#store,
      limits,
      logger: this.#logger,
      wallNow: clock.kind === 'wall' ? clock.now() : undefined,
      signal: this.#stopping.signal,
    });
    const ms = Math.round(this.#stopwatch() - startedAt);
    const label = { partition: String(partition) };
    metrics.restoreSeconds.observe(label, ms / 1_000);
    metrics.restoredRecords.inc(label, recovered.restoredRecords);
    this.#logger.info(
      { records: recovered.restoredRecords, ms, positions: recovered.positions.positions },
      'restored, running',
    );
    return new TaskSession(
      {
        kafka,
        topology,
        partition,
        partitionCounts,
        clock,
        limits,
        logger: this.#logger,
        metrics,
        deadLetters,
        stopwatch: this.#stopwatch,
        onCommitted: (positions) => {
          this.#failures = 0;
          this.#unknownFailures = 0;
          this.#options.onCommitted?.(positions);
        },
      },
      recovered,
    );
  }

  async #failed(error: unknown): Promise<TaskEnd | undefined> {
    const verdict: Verdict = verdictOf(error);
    const details = { code: codeOf(error), err: error };
    if (verdict === 'rejoin') {
      this.#logger.warn(details, 'fenced: another owner has the partition');
      return { kind: 'fenced' };
    }
    if (verdict === 'halt') {
      this.#logger.error(details, `halted: ${messageOf(error)}`);
      return { kind: 'halted', error };
    }
    if (verdict === 'crash' || verdict === 'dead-letter') {
      this.#unknownFailures += 1;
      this.#logger.error(
        { ...details, failures: this.#unknownFailures },
        `failed, recovering from the log: ${messageOf(error)}`,
      );
      if (this.#unknownFailures >= mostUnknownFailures) return { kind: 'crashed', error };
    } else {
      this.#logger.warn(details, `recovering from the log: ${messageOf(error)}`);
    }
    if (codeOf(error) === 'WEIR_STORE_CORRUPT') await this.#emptyStore();
    this.#enter('suspended');
    await pause(backoffMs(this.#failures), this.#stopping.signal);
    this.#failures += 1;
    return undefined;
  }

  async #emptyStore(): Promise<void> {
    await this.#store
      ?.clear()
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'the store cannot be emptied'));
  }

  #enter(state: TaskState): void {
    if (state === this.#state) return;
    assertTransition(this.#state, state);
    this.#state = state;
    this.#options.metrics.setState(this.partition, state);
  }
}
