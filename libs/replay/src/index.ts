export { chooseCurrency, readStatusGroups } from './account.ts';
export { awaitTicks, type AwaitTicksOptions } from './await-ticks.ts';
export { createFold, type Fold, type FoldOptions } from './engine-fold.ts';
export { type BadLine, type EventFile, readEventFiles } from './event-files.ts';
export { type Merged, mergeEvents } from './merge.ts';
export { publishEvents, type PublishOptions } from './publish-events.ts';
export { type Environment, type ServiceProcess, startService } from './service-process.ts';
export { ReplayError, type ReplayErrorCode } from './replay-error.ts';
export { type EventTopic, eventTopics, type ReplayEvent } from './replay-event.ts';
