import { parentPort, workerData } from 'node:worker_threads';
import { createProgress } from './progress.ts';
import { replay } from './replay.ts';
import { ReplayError } from './replay-error.ts';
import { type ThreadData, type ThreadMessage } from './replay-thread.ts';

const { options, topicPrefix, isOwnCluster } = workerData as ThreadData;
const stop = new AbortController();
parentPort?.on('message', (message: ThreadMessage) => {
  if ('stop' in message) stop.abort(new ReplayError('WEIR_REPLAY_STOPPED', message.stop));
});
parentPort?.unref();

const progress = createProgress((line) => {
  if (!options.isQuiet) parentPort?.postMessage({ line } satisfies ThreadMessage);
});

const openCluster = async () => {
  const { startStack } = await import('@weir/stack');
  return { ...(await startStack({ onProgress: progress.say })), isOwn: isOwnCluster };
};

await replay(options, {
  progress,
  now: Date.now,
  stopwatch: () => performance.now(),
  openCluster,
  topicPrefix,
  signal: stop.signal,
});
