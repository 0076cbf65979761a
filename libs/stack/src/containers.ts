import { type GenericContainer, type StartedTestContainer } from 'testcontainers';
import { readArtifactList, versionOf } from './artifacts.ts';
import { freePorts } from './free-ports.ts';
import { type Progress } from './progress.ts';
import { type StackPorts } from './stack-ports.ts';
import { registryPath } from './registry.ts';
import { StackError } from './stack-error.ts';
import { type Stack } from './stack.ts';

const brokerPort = 9092;
const registryPort = 8080;

/**
 * Starts the stack as containers, of the same versions as the pinned files; null when no engine answers.
 * The containers go when this process does: testcontainers' own reaper sees to it.
 */
export async function startContainers(
  wanted: { dataDir: string | null; brokers: number; ports: StackPorts },
  progress: Progress,
): Promise<Stack | null> {
  const { GenericContainer, Wait, getContainerRuntimeClient } = await import('testcontainers');
  const client = await getContainerRuntimeClient().catch(() => null);
  if (client === null) return null;
  if (wanted.dataDir !== null || wanted.brokers > 1) {
    throw new StackError(
      'WEIR_RUNTIME_MISSING',
      'Keeping the data, or more than one broker, needs Java 17 or later: install it, or leave the option out and run on Docker.',
    );
  }
  progress.say('No Java here: starting Kafka and the schema registry on Docker.');
  const list = await readArtifactList();
  const { host } = client.info.containerRuntime;
  const { ports } = wanted;
  const [port, apiPort] = (await freePorts([ports.brokers[0] ?? 0, ports.registry])) as [number, number];
  const broker = new GenericContainer(`apache/kafka:${versionOf(list, 'kafka_2.13')}`)
    .withExposedPorts({ container: brokerPort, host: port })
    .withEnvironment(brokerEnvironment(`${host}:${port}`))
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/));
  const registry = new GenericContainer(`apicurio/apicurio-registry-mem:${versionOf(list, 'apicurio-registry-app')}`)
    .withExposedPorts({ container: registryPort, host: apiPort })
    .withWaitStrategy(Wait.forHttp(`${registryPath}/subjects`, registryPort));
  const started = await startBoth([broker, registry]);
  return {
    brokers: [`${host}:${port}`],
    registryUrl: `http://${host}:${started[1].getMappedPort(registryPort)}${registryPath}`,
    brokenBy: new Promise(() => {}),
    async stop() {
      await Promise.all(started.map((container) => container.stop()));
    },
  };
}

/** When one fails, the other is not left running. */
async function startBoth(
  containers: [GenericContainer, GenericContainer],
): Promise<[StartedTestContainer, StartedTestContainer]> {
  const [broker, registry] = await Promise.allSettled([containers[0].start(), containers[1].start()]);
  if (broker.status === 'fulfilled' && registry.status === 'fulfilled') return [broker.value, registry.value];
  for (const end of [broker, registry]) if (end.status === 'fulfilled') await end.value.stop();
  const failed = [broker, registry].find((end) => end.status === 'rejected');
  throw new StackError(
    'WEIR_STACK_NOT_READY',
    `Docker answers, but a container did not start: ${String(failed?.reason)}`,
  );
}

const brokerEnvironment = (advertised: string): Record<string, string> => ({
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
  KAFKA_LISTENERS: `PLAINTEXT://:${brokerPort},CONTROLLER://:9093`,
  KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${advertised}`,
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
});
