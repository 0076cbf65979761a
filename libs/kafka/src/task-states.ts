/**
 * The life of a stream task, as one table:
 *
 *   created ──► restoring ──► running ──► closed
 *                  ▲  │          │
 *                  │  ▼          ▼
 *                 suspended ◄────┘      suspended: waits before it recovers again
 *
 * Every state may go to closed.
 */
export type TaskState = 'created' | 'restoring' | 'running' | 'suspended' | 'closed';

export const taskTransitions: Readonly<Record<TaskState, readonly TaskState[]>> = {
  created: ['restoring', 'closed'],
  restoring: ['running', 'suspended', 'closed'],
  running: ['suspended', 'closed'],
  suspended: ['restoring', 'closed'],
  closed: [],
};

export function assertTransition(from: TaskState, to: TaskState): void {
  if (!taskTransitions[from].includes(to)) throw new Error(`a task cannot go from ${from} to ${to}`);
}
