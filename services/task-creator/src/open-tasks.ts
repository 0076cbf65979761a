import { type Task } from '@weir/codec';
import { type SinkCycle } from '@weir/delivery';

/** An open task, with what decides whether it is withdrawn. */
export interface OpenTask {
  readonly task: Task;
  /** Of the segment event that made it. */
  readonly seq: number;
  readonly on: 'entered' | 'left';
}

/** What the service remembers of one customer. Holds texts, and so names: it goes when the customer is erased. */
export interface CustomerTasks {
  /** Those that are withdrawn when the change that made them is undone. */
  readonly open: readonly OpenTask[];
  /** By automation with `reentry: once`: the change (`segment/seq`) it has acted on. */
  readonly actedOnce: Readonly<Record<string, string>>;
}

export const noTasks: CustomerTasks = { open: [], actedOnce: {} };

export function loadTasks(cycle: SinkCycle, store: string, customerId: string): CustomerTasks {
  const bytes = cycle.get(store, keyOf(customerId));
  return bytes === undefined ? noTasks : (JSON.parse(Buffer.from(bytes).toString()) as CustomerTasks);
}

export function saveTasks(cycle: SinkCycle, store: string, customerId: string, tasks: CustomerTasks): void {
  const isEmpty = tasks.open.length === 0 && Object.keys(tasks.actedOnce).length === 0;
  cycle.put(store, keyOf(customerId), isEmpty ? null : Buffer.from(JSON.stringify(tasks)));
}

function keyOf(customerId: string): string {
  return `customer/${customerId}`;
}
