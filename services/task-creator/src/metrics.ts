import { Counter, type Metrics } from '@weir/observability';
import { type TaskCreatorOptions } from './handler.ts';

export function countTasks(metrics: Metrics): TaskCreatorOptions['onTask'] {
  const tasks = new Counter({
    name: 'weir_task_creator_tasks_total',
    help: 'Tasks by what became of them (OPEN, CANCELLED, SKIPPED), and why they were withdrawn or skipped.',
    labelNames: ['status', 'reason'],
    registers: [metrics],
  });
  return (status, reason) => tasks.inc({ status, reason: reason ?? '' });
}
