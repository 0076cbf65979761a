import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { removeUnfinished } from './output-directory.ts';
import { ReplayError } from './replay-error.ts';
import { type ReplayOptions } from './replay-options.ts';

/** What the thread gets to begin with. */
export interface ThreadData {
  readonly options: ReplayOptions;
  readonly topicPrefix: string;
  /** Whether the cluster is started for this replay, and ends with it. */
  readonly isOwnCluster: boolean;
}

/** To the thread: stop, because of this. From the thread: a line for whoever started it. */
export type ThreadMessage = { readonly stop: string } | { readonly line: string };

export interface ThreadSurroundings {
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs a replay in a thread, so that a full heap ends the replay and not the process: V8 asks the thread's owner when its heap is nearly full, at
 * whichever step that is, while the main thread of a process is aborted. Rejects as `replay` does, and with WEIR_REPLAY_MEMORY.
 */
export async function replayInThread(data: ThreadData, { say, signal }: ThreadSurroundings): Promise<void> {
  const file = import.meta.url.endsWith('.ts') ? './worker-main.ts' : './worker-main.js';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: data });
  let youngMegabytes = 0;
  // Before and after its life a thread tells no limits.
  worker.once('online', () => (youngMegabytes = worker.resourceLimits?.maxYoungGenerationSizeMb ?? 0));
  const stop = (): void => worker.postMessage({ stop: (signal.reason as Error).message } satisfies ThreadMessage);
  signal.addEventListener('abort', stop);
  worker.on('message', (message: ThreadMessage) => {
    if ('line' in message) say(message.line);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => resolve());
    });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    const { run } = data.options;
    if (run !== null) await removeUnfinished(run.out);
    const hasLeftTopics = run?.isEngineOnly === false && !data.isOwnCluster;
    throw heapIsFull(youngMegabytes, hasLeftTopics ? ` Topics ${data.topicPrefix}* may be left on the cluster.` : '');
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** In the terms of --max-old-space-size: the limit that V8 tells has room for the young generation on top. */
function heapIsFull(youngMegabytes: number, remark: string): ReplayError {
  const limit = Math.round(getHeapStatistics().heap_size_limit / 1024 / 1024);
  const megabytes = limit > youngMegabytes ? limit - youngMegabytes : limit;
  return new ReplayError(
    'WEIR_REPLAY_MEMORY',
    `The events do not fit into the heap of ${megabytes} MB: give more with NODE_OPTIONS=--max-old-space-size=${megabytes * 4} (in MB), ` +
      `or replay fewer customers at a time. No output was written.${remark}`,
  );
}
