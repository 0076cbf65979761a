import type { Logger } from '@weir/observability';
import type { Component } from './component.ts';

/**
 * Starts the components in order, waits until `signal` aborts, and stops them in reverse.
 *
 * A component that fails to start stops those before it, and the failure is thrown. While stopping, a failure of one does not keep the
 * others from being stopped; the first is thrown at the end. A signal that comes during the start cuts it short.
 */
export async function run(components: readonly Component[], signal: AbortSignal, logger: Logger): Promise<void> {
  // Nothing else may hold the event loop open while we wait for the signal; without this Node would exit with code 13.
  const keepAlive = setInterval(() => undefined, 2 ** 30);
  const started: Component[] = [];
  try {
    for (const component of components) {
      if (signal.aborted) break;
      started.unshift(component);
      await Promise.race([component.start(), aborted(signal)]);
      logger.debug({ component: component.name }, 'started');
    }
    await aborted(signal);
  } finally {
    try {
      await stopAll(started, logger);
    } finally {
      clearInterval(keepAlive);
    }
  }
}

async function stopAll(started: readonly Component[], logger: Logger): Promise<void> {
  const failures: unknown[] = [];
  for (const component of started) {
    try {
      await component.stop();
      logger.debug({ component: component.name }, 'stopped');
    } catch (error) {
      logger.error({ component: component.name, err: error }, 'could not be stopped');
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
