import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ChildPlan } from './supervisor-plan.ts';

/** One broker of a cluster in which every node is broker and controller. */
export interface BrokerNode {
  id: number;
  port: number;
  controllerPort: number;
}

export interface BrokerCluster {
  java: string;
  jars: string;
  /** Holds one directory per broker; what is in it decides whether the cluster is new or goes on. */
  directory: string;
  nodes: readonly BrokerNode[];
}

const run = promisify(execFile);
const heap = ['-Xms128m', '-Xmx768m'];

export const brokersOf = (nodes: readonly BrokerNode[]): string[] => nodes.map(({ port }) => `127.0.0.1:${port}`);

/**
 * Writes what each broker needs before its first start, and its settings before every start, and says how to run it.
 * Ports differ from one start to the next; the voters are therefore named in the settings, not in the metadata log.
 *
 * @param template a directory for the formatted metadata, made once per cache: a new cluster is a copy of it, not
 *   another run of the storage tool.
 */
export async function planBrokers(
  cluster: BrokerCluster,
  template: string,
  env: Record<string, string>,
): Promise<ChildPlan[]> {
  await mkdir(cluster.directory, { recursive: true });
  const clusterId = randomId();
  const logging = join(cluster.directory, 'log4j2.properties');
  await writeFile(logging, loggingSettings);
  return Promise.all(
    cluster.nodes.map(async (node) => {
      const data = join(cluster.directory, `broker-${node.id}`);
      const settings = join(cluster.directory, `broker-${node.id}.properties`);
      await writeFile(settings, settingsOf(node, cluster.nodes, data));
      if (!(await isThere(join(data, 'meta.properties')))) {
        await format(node, data, clusterId, await formatted(template, cluster, env));
      }
      const logs = [`-Dlog4j2.configurationFile=${logging}`];
      return {
        name: `broker-${node.id}`,
        command: cluster.java,
        args: [...heap, ...logs, '-cp', join(cluster.jars, '*'), 'kafka.Kafka', settings],
        cwd: cluster.directory,
        env,
      };
    }),
  );
}

/** How many brokers the one at this port knows to be up; 0 while it does not answer. */
export async function countBrokers(port: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 });
  let answer = Buffer.alloc(0);
  socket.on('connect', () => socket.write(metadataRequest));
  socket.on('data', (chunk) => {
    answer = Buffer.concat([answer, chunk]);
    if (answer.length >= brokerCountAt + 4) resolve(answer.readInt32BE(brokerCountAt));
  });
  for (const end of ['error', 'timeout', 'close'] as const) socket.on(end, () => resolve(0));
  return promise.finally(() => socket.destroy());
}

/** Metadata, API key 3, version 4: size 15, key, version, correlation id, no client id, no topics, creates none. */
const metadataRequest = Buffer.from('0000000f' + '0003' + '0004' + '00000001' + 'ffff' + '00000000' + '00', 'hex');
/** After the size, the correlation id and the throttle time. */
const brokerCountAt = 12;

function settingsOf(node: BrokerNode, nodes: readonly BrokerNode[], data: string): string {
  const copies = Math.min(3, nodes.length);
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    'controller.quorum.voters': nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(','),
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'default.replication.factor': copies,
    'min.insync.replicas': Math.max(1, copies - 1),
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': Math.max(1, copies - 1),
    'transaction.state.log.num.partitions': 8,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': Math.max(1, copies - 1),
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1_000,
    'log.cleaner.dedupe.buffer.size': 32 * 1024 * 1024,
    'num.network.threads': 2,
    'num.io.threads': 4,
  };
  // Backslashes of a Windows path would be escapes in a properties file.
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${String(value).replaceAll('\\', '/')}\n`)
    .join('');
}

async function format(node: BrokerNode, data: string, clusterId: string, checkpoint: string): Promise<void> {
  await mkdir(data, { recursive: true });
  await copyFile(checkpoint, join(data, 'bootstrap.checkpoint'));
  const meta = { version: 1, 'cluster.id': clusterId, 'node.id': node.id, 'directory.id': randomId() };
  const lines = Object.entries(meta).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(data, 'meta.properties'), lines.join(''));
}

/** The file with the feature levels of a new cluster: the same for every cluster of this Kafka version. */
async function formatted(
  template: string,
  { java, jars }: BrokerCluster,
  env: Record<string, string>,
): Promise<string> {
  const checkpoint = join(template, 'bootstrap.checkpoint');
  if (await isThere(checkpoint)) return checkpoint;
  await mkdir(template, { recursive: true });
  const work = await mkdtemp(join(template, 'work-'));
  try {
    const own = join(work, 'broker.properties');
    const node = { id: 1, port: 1, controllerPort: 2 };
    await writeFile(own, settingsOf(node, [node], join(work, 'data')));
    await run(
      java,
      [
        '-XX:TieredStopAtLevel=1',
        '-cp',
        join(jars, '*'),
        'kafka.tools.StorageTool',
        'format',
        '-t',
        randomId(),
        '-c',
        own,
      ],
      { env },
    );
    await rename(join(work, 'data', 'bootstrap.checkpoint'), checkpoint);
    return checkpoint;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** 128 random bits as Kafka writes them; never with a leading dash, which its tools would take for an option. */
function randomId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? randomId() : id;
}

const isThere = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const loggingSettings = `status=error
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d{ISO8601} %p %m (%c{1})%n%throwable
rootLogger.level=info
rootLogger.appenderRef.out.ref=out
`;
