import { erasureDueAt } from '@weir/delivery';
import { type Component } from '@weir/service';
import { createAutomationSink, type Surroundings } from '@weir/sink';
import type { Config } from './config.ts';
import { TaskCreator, type TaskCreatorOptions } from './handler.ts';
import { countTasks } from './metrics.ts';

/** The parts of the service in the order in which they start. */
export function createService(config: Config, surroundings: Surroundings): Component[] {
  return createAutomationSink({
    ...surroundings,
    group: 'task-creator',
    config,
    output: { topic: 'tasks', record: 'tasks' },
    dueAt: (key, value) => erasureDueAt(key, value) ?? Number.POSITIVE_INFINITY,
    prepareProcessors: ({ metrics, ...parts }) => {
      const options: TaskCreatorOptions = {
        ...parts,
        promoSecret: config.PROMO_SECRET ?? null,
        zone: config.ACCOUNT_TIME_ZONE,
        onTask: countTasks(metrics),
      };
      return () => new TaskCreator(options);
    },
  });
}
