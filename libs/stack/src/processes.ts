import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readArtifactList } from './artifacts.ts';
import { brokersOf, countBrokers, planBrokers, type BrokerNode } from './broker.ts';
import { type StackConfig } from './config.ts';
import { claimDataDir } from './data-dir.ts';
import { freePorts } from './free-ports.ts';
import { makeOwnedDirectory } from './owned-directory.ts';
import { anyPorts, recallPorts, rememberPorts, type StackPorts } from './stack-ports.ts';
import { endLeftBehind } from './left-behind.ts';
import { type Progress } from './progress.ts';
import { provideFiles, type StackFiles } from './provide-files.ts';
import { isRegistryReady, planRegistry, registryUrlOf } from './registry.ts';
import { StackError } from './stack-error.ts';
import { type Stack } from './stack.ts';
import { supervise, type Supervised } from './supervise.ts';

export interface ProcessesOptions {
  java: string;
  brokers: number;
  /** Epoch ms. */
  now: number;
  /** Null: temporary. */
  dataDir: string | null;
  /** Wished for; a data directory remembers its own. */
  ports: StackPorts;
}

interface Launch {
  options: ProcessesOptions;
  files: StackFiles;
  directory: string;
  config: StackConfig;
  ports: StackPorts;
}

/** The registry's first, then of each broker its own and its controller's, which nobody has to know. */
function wishesOf({ registry, brokers }: StackPorts, count: number): number[] {
  return [registry, ...Array.from({ length: count }, (_, index) => [brokers[index] ?? 0, 0]).flat()];
}

interface Failure {
  name: string;
  how: string;
}

const readyWithinMs = 90_000;
/** Between choosing a free port and binding it, somebody else may take it: choose again. */
const portAttempts = 3;

/** Starts the stack as Java processes, from files that are fetched on the first use. */
export async function startProcesses(
  options: ProcessesOptions,
  config: StackConfig,
  progress: Progress,
): Promise<Stack> {
  const runDirectory = join(config.cacheDir, 'run');
  const left = await endLeftBehind(runDirectory);
  if (left > 0) progress.say(`Ended ${left} processes that an earlier stack had left behind.`);
  const files = await provideFiles(await readArtifactList(), { ...config, progress });
  progress.say('Starting Kafka and the schema registry.');
  const release =
    options.dataDir === null ? () => {} : await claimDataDir(options.dataDir, options.brokers, runDirectory);
  const directory = options.dataDir ?? (await makeOwnedDirectory('weir-stack-', options.now));
  try {
    const ports = options.dataDir === null ? options.ports : await recallPorts(options.dataDir, options.ports);
    const stack = await launch({ options, files, directory, config, ports }, portAttempts);
    if (options.dataDir !== null) await rememberPorts(options.dataDir, stack);
    return {
      ...stack,
      async stop() {
        await stack.stop();
        release();
      },
    };
  } catch (error) {
    release();
    if (options.dataDir === null) await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function launch({ options, files, directory, config, ports: wished }: Launch, attempts: number): Promise<Stack> {
  const ports = await freePorts(wishesOf(wished, options.brokers));
  const nodes = Array.from({ length: options.brokers }, (_, index): BrokerNode => {
    return { id: index + 1, port: ports[2 * index + 1]!, controllerPort: ports[2 * index + 2]! };
  });
  const registryPort = ports[0]!;
  const { java } = options;
  const env = config.childEnvironment;
  await mkdir(directory, { recursive: true });
  const cluster = { java, jars: files.brokerJars, directory: join(directory, 'kafka'), nodes };
  const registry = { java, home: files.registryHome, directory: join(directory, 'registry'), port: registryPort };
  const children = [
    ...(await planBrokers(cluster, join(files.brokerJars, '..', 'template'), env)),
    await planRegistry(registry, env),
  ];
  const isTemporary = options.dataDir === null;
  const supervised = await supervise({
    children,
    directory,
    isTemporary,
    runDirectory: join(config.cacheDir, 'run'),
    env,
  });
  const failure = await untilReady(supervised, nodes, registryUrlOf(registryPort));
  if (failure === null) return running(supervised, nodes, registryPort);
  const log = await logOf(directory, failure.name);
  await supervised.stop();
  if (attempts > 1 && isPortTaken(log)) {
    return launch({ options, files, directory, config, ports: anyPorts }, attempts - 1);
  }
  throw notReady(failure, log);
}

/** Null once the cluster is whole and the registry answers, else what ended, or took too long, first. */
async function untilReady(
  supervised: Supervised,
  nodes: readonly BrokerNode[],
  registryUrl: string,
): Promise<Failure | null> {
  const isOver = new AbortController();
  const until = async (isReady: () => Promise<boolean>): Promise<void> => {
    while (!isOver.signal.aborted && !(await isReady())) await delay(50);
  };
  const ready = Promise.all([
    ...nodes.map(({ port }) => until(async () => (await countBrokers(port)) === nodes.length)),
    until(() => isRegistryReady(registryUrl)),
  ]);
  const late = delay(
    readyWithinMs,
    { name: 'broker-1', how: `not ready after ${readyWithinMs / 1000} s` },
    { signal: isOver.signal },
  );
  late.catch(() => {});
  const failure = await Promise.race([ready.then(() => null), supervised.brokenBy, late]);
  isOver.abort();
  return failure;
}

function running(supervised: Supervised, nodes: readonly BrokerNode[], registryPort: number): Stack {
  let isStopping = false;
  const broken = Promise.withResolvers<string>();
  void supervised.brokenBy.then(({ name, how }) => {
    if (!isStopping) broken.resolve(`The stack's ${name} has ended by itself (${how}).`);
  });
  return {
    brokers: brokersOf(nodes),
    registryUrl: registryUrlOf(registryPort),
    brokenBy: broken.promise,
    async stop() {
      isStopping = true;
      await supervised.stop();
    },
  };
}

async function logOf(directory: string, name: string): Promise<string> {
  return readFile(join(directory, 'logs', `${name}.log`), 'utf8').catch(() => '');
}

const isPortTaken = (log: string): boolean =>
  /Address already in use|BindException|port \d+ seems to be in use/i.test(log);

function notReady({ name, how }: Failure, log: string): StackError {
  const tail = log.trim().split('\n').slice(-12).join('\n');
  return new StackError(
    'WEIR_STACK_NOT_READY',
    `The stack's ${name} did not start (${how}). The end of its log:\n${tail || '(empty)'}`,
  );
}
