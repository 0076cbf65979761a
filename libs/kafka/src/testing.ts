export { MemoryKafka } from './memory-kafka.ts';
export {
  type CrashPoint,
  crashPoints,
  createTaskDriver,
  type TaskDriver,
  type TaskDriverOptions,
} from './task-driver.ts';
