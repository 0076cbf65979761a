import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Environment, type ServiceProcess, startService } from '@weir/replay';
import { makeOwnedDirectory } from '@weir/stack';
import { type Cluster } from './cluster.ts';
import { account } from './definitions.ts';
import { DemoError } from './demo-error.ts';

export interface Services {
  /** By name: where a service serves its health and metrics. */
  readonly urls: Readonly<Record<string, string>>;
  /** Rejects when one of them ends by itself, with its last words. */
  readonly died: Promise<never>;
  /** Stops all of them and removes their state. */
  stop(): Promise<void>;
}

export interface ServicesOptions {
  readonly cluster: Cluster;
  /** What each service needs beyond the common settings, by the service's name. */
  readonly settings: Readonly<Record<string, Environment>>;
  /** Of this process, to pass on: finding programs and temporary files. */
  readonly inherited: Environment;
  readonly signal: AbortSignal;
  /** When it is aborted, the services are killed: all that they would still write is in Kafka, or nobody's any more. */
  readonly hurry: AbortSignal;
  /** Epoch ms. */
  readonly now: number;
  /** Gets the names of those not yet ready, whenever they change. */
  readonly onWaiting: (names: readonly string[]) => void;
}

const readyPollMs = 50;

/** Starts the services, all with the clock of the events, and resolves when all are ready; leaves none behind when it rejects. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const stateDirectory = await makeOwnedDirectory('weir-demo-', options.now);
  const started: ServiceProcess[] = [];
  const kill = (): void => started.forEach(({ pid }) => killIfThere(pid));
  const stop = async (): Promise<void> => {
    if (options.hurry.aborted) kill();
    else options.hurry.addEventListener('abort', kill, { once: true });
    await Promise.all(started.map((service) => service.stop()));
    await rm(stateDirectory, { recursive: true, force: true });
  };
  try {
    const urls = new Map<string, string>();
    for (const [name, own] of Object.entries(options.settings)) {
      const env = { ...commonSettings(options, join(stateDirectory, name)), ...own };
      started.push(await startService(name, env, (line) => noteUrl(urls, name, line)));
    }
    const died = Promise.race(started.map((service) => service.died)).catch(explainDeath);
    // Whoever waits for it hears of it; nobody has to.
    died.catch(() => undefined);
    await Promise.race([died, allReady(started, urls, options)]);
    const inOrder = started.map(({ name }) => [name, urls.get(name) ?? ''] as const);
    return { urls: Object.fromEntries(inOrder), died, stop };
  } catch (error) {
    await stop();
    options.signal.throwIfAborted();
    throw error;
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function explainDeath(error: Error): never {
  const advice =
    'If these lines name something to put right, put it right and run the demo again; otherwise this is a fault of ours: please report it with them.';
  throw new DemoError('WEIR_DEMO_SERVICE', `${error.message}\n\n${advice}`);
}

function commonSettings({ cluster, inherited }: ServicesOptions, stateDirectory: string): Record<string, string> {
  return {
    ...inherited,
    KAFKA_BROKERS: cluster.brokers,
    SCHEMA_REGISTRY_URL: cluster.registryUrl,
    TOPIC_PREFIX: cluster.topicPrefix,
    STATE_DIR: stateDirectory,
    CLOCK: 'stream',
    HTTP_PORT: '0',
    LOG_LEVEL: 'info',
    ACCOUNT_TIME_ZONE: account.timeZone,
    ACCOUNT_CURRENCY: account.currency,
  };
}

/** With port 0 a service says in its log where it serves its health. */
function noteUrl(urls: Map<string, string>, name: string, line: string): void {
  if (urls.has(name)) return;
  const url = /"url":"(http:\/\/127\.0\.0\.1:\d+)"/.exec(line)?.[1];
  if (url !== undefined) urls.set(name, url);
}

async function allReady(
  services: readonly ServiceProcess[],
  urls: ReadonlyMap<string, string>,
  { signal, onWaiting }: ServicesOptions,
): Promise<void> {
  let waitingFor = services.map(({ name }) => name);
  while (waitingFor.length > 0) {
    onWaiting(waitingFor);
    await sleep(readyPollMs, undefined, { signal });
    const ready = await Promise.all(waitingFor.map((name) => isReady(urls.get(name))));
    waitingFor = waitingFor.filter((_, index) => ready[index] !== true);
  }
}

async function isReady(url: string | undefined): Promise<boolean> {
  if (url === undefined) return false;
  const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
  return answer?.ok === true;
}
