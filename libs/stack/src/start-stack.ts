import { once } from 'node:events';
import { connect } from 'node:net';
import { currentTime, stackConfig, type ExternalStack, type StackConfig } from './config.ts';
import { startContainers } from './containers.ts';
import { findJava } from './java.ts';
import { lineProgress, stderrProgress, type Progress } from './progress.ts';
import { isRegistryReady } from './registry.ts';
import { anyPorts, type StackPorts } from './stack-ports.ts';
import { startProcesses } from './processes.ts';
import { type Stack } from './stack.ts';
import { StackError } from './stack-error.ts';

const connectWithinMs = 5_000;

export interface StackOptions {
  /** Keeps topics, schemas and their ids there, for the next start; without it they are temporary. */
  dataDir?: string;
  /** Called with each step in words; without it they go to stderr. */
  onProgress?: (line: string) => void;
  /** How many brokers form the cluster: 1, or 3 with everything replicated. Default 1. */
  brokers?: number;
  /** Those to take if they are free; default: any. */
  ports?: StackPorts;
  /** Use this instead of starting anything. Default: what KAFKA_BROKERS and SCHEMA_REGISTRY_URL say. */
  external?: ExternalStack;
}

/**
 * Starts a real Kafka and a real schema registry on free ports of the loopback interface, as processes where Java is
 * installed, else as containers. They end with this process, even when it is killed.
 *
 * @throws StackError, with a message for people.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const config = stackConfig();
  const progress = options.onProgress === undefined ? stderrProgress(process.stderr) : lineProgress(options.onProgress);
  const external = options.external ?? config.external;
  if (external !== null) return useExternal(external);
  const brokers = options.brokers ?? 1;
  if (!Number.isInteger(brokers) || brokers < 1 || brokers > 5) {
    throw new StackError('WEIR_STACK_SETTING_INVALID', `brokers: ${brokers} is not a whole number from 1 to 5.`);
  }
  const { dataDir = null, ports = anyPorts } = options;
  return startOwn({ dataDir, brokers, ports, now: currentTime() }, config, progress);
}

async function startOwn(
  wanted: { dataDir: string | null; brokers: number; ports: StackPorts; now: number },
  config: StackConfig,
  progress: Progress,
): Promise<Stack> {
  const java = await findJava(config.javaHome);
  if (java.command !== null) return startProcesses({ ...wanted, java: java.command }, config, progress);
  const containers = await startContainers(wanted, progress);
  if (containers !== null) return containers;
  throw new StackError(
    'WEIR_RUNTIME_MISSING',
    `Java 17 or later or a running Docker is needed: found ${java.found} and no Docker engine, so install a Java runtime ` +
      "(Debian and Ubuntu: 'apt-get install openjdk-17-jre-headless', macOS: 'brew install openjdk', Windows: 'winget install EclipseAdoptium.Temurin.21.JRE') or start Docker, then run the same command again.",
  );
}

async function useExternal({ brokers, registryUrl }: ExternalStack): Promise<Stack> {
  if (!(await isRegistryReady(registryUrl))) {
    throw new StackError(
      'WEIR_STACK_NOT_READY',
      `No schema registry answers at ${registryUrl} (SCHEMA_REGISTRY_URL): start it, or unset KAFKA_BROKERS and SCHEMA_REGISTRY_URL to have both started here.`,
    );
  }
  if (!(await answers(brokers))) {
    throw new StackError(
      'WEIR_STACK_NOT_READY',
      `No Kafka answers at ${brokers.join(',')} (KAFKA_BROKERS): start it, or unset KAFKA_BROKERS and SCHEMA_REGISTRY_URL to have both started here.`,
    );
  }
  return { brokers, registryUrl, brokenBy: new Promise(() => {}), stop: async () => {} };
}

/** Whether one of them takes connections. What it says, perhaps over TLS, is for its clients to see. */
async function answers(brokers: readonly string[]): Promise<boolean> {
  return Promise.any(brokers.map(connectOnce)).then(
    () => true,
    () => false,
  );
}

async function connectOnce(broker: string): Promise<void> {
  const [, host = '', port = ''] = /^\[?([^\]]*)\]?:(\d+)$/.exec(broker) ?? [];
  const socket = connect({ host, port: Number(port) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(connectWithinMs) });
  } finally {
    socket.destroy();
  }
}
