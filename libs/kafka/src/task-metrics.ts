import { Counter, Gauge, Histogram, type Metrics } from '@weir/observability';
import { type TaskState, taskTransitions } from './task-states.ts';

type Definition<K extends string> = { readonly name: string; readonly help: string; readonly labelNames: readonly K[] };

/** Several processors of one process share the registry: each metric is registered once. */
function counter<K extends string>(registry: Metrics, { name, help, labelNames }: Definition<K>): Counter<K> {
  const known = registry.getSingleMetric(name) as Counter<K> | undefined;
  return known ?? new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });
}

function gauge<K extends string>(registry: Metrics, { name, help, labelNames }: Definition<K>): Gauge<K> {
  const known = registry.getSingleMetric(name) as Gauge<K> | undefined;
  return known ?? new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
}

function histogram(registry: Metrics, name: string, help: string, buckets: number[]): Histogram<'partition'> {
  const known = registry.getSingleMetric(name) as Histogram<'partition'> | undefined;
  return known ?? new Histogram({ name, help, labelNames: ['partition'], buckets, registers: [registry] });
}

const commitBuckets = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const restoreBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** What a stream task tells Prometheus. */
export class TaskMetrics {
  readonly commitSeconds: Histogram<'partition'>;
  readonly restoreSeconds: Histogram<'partition'>;
  readonly records: Counter<'topic'>;
  readonly deadLetters: Counter<'code'>;
  readonly restoredRecords: Counter<'partition'>;
  readonly lagRecords: Gauge<'topic' | 'partition'>;
  readonly dueLagSeconds: Gauge<'partition'>;
  readonly #state: Gauge<'partition' | 'state'>;

  constructor(registry: Metrics) {
    const of = <K extends string>(name: string, help: string, ...labelNames: K[]) => ({ name, help, labelNames });
    this.commitSeconds = histogram(
      registry,
      'weir_task_commit_seconds',
      'From the first request of a transaction to the store.',
      commitBuckets,
    );
    this.restoreSeconds = histogram(
      registry,
      'weir_task_restore_seconds',
      'From the assignment of a partition until it runs.',
      restoreBuckets,
    );
    this.records = counter(registry, of('weir_task_records_total', 'Records handled and committed.', 'topic'));
    this.deadLetters = counter(
      registry,
      of('weir_task_dead_letters_total', 'Records set aside as dead letters.', 'code'),
    );
    this.restoredRecords = counter(
      registry,
      of('weir_task_restored_records_total', 'Records read to restore local stores.', 'partition'),
    );
    this.lagRecords = gauge(
      registry,
      of('weir_task_lag_records', 'Records of an input not handled yet.', 'topic', 'partition'),
    );
    this.dueLagSeconds = gauge(
      registry,
      of('weir_task_due_lag_seconds', 'How long the earliest due entry has been due.', 'partition'),
    );
    this.#state = gauge(
      registry,
      of('weir_task_state', '1 for the state a task is in, 0 for the others.', 'partition', 'state'),
    );
  }

  setState(partition: number, current: TaskState): void {
    for (const state of Object.keys(taskTransitions)) this.#state.set({ partition, state }, state === current ? 1 : 0);
  }
}
