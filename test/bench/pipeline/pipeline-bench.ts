import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Figure, latencyFigures, printFigures } from '../figures.ts';
import { startChild, type MeasuredChild } from './child.ts';
import { MeasuredOutput, readPlainOutput, readSegmentOutput, type ReadOutput } from './measured-output.ts';
import { type BenchTopics, openWorkload, publishBacklog, type Workload } from './workload.ts';

const evaluatorFile = new URL('../../../services/segment-evaluator/src/main.ts', import.meta.url).pathname;
const plainLoopFile = new URL('./plain-loop.ts', import.meta.url).pathname;

interface Settings {
  readonly customers: number;
  readonly orders: number;
  readonly rate: number;
  readonly seconds: number;
  readonly partitions: number;
  readonly json: boolean;
  /** Where the evaluator's CPU profile is written; empty for none. */
  readonly profileDir: string;
}

interface Contender {
  readonly name: string;
  readonly outputTopic: keyof BenchTopics;
  readonly read: ReadOutput;
  /** Input events of the backlog. */
  readonly events: number;
  readonly firstFresh: number;
  readonly start: () => MeasuredChild;
}

/** Throughput and latency of the real evaluator and of a plain loop, one after the other on one broker. */
export async function runPipelineBench(args: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const settings = readSettings(args);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const workload = await openWorkload(settings, say);
  const stateDir = mkdtempSync(join(tmpdir(), 'weir-bench-'));
  try {
    say(`publishing ${settings.customers} customers and ${settings.orders} orders`);
    await publishBacklog(workload);
    const ours = await measure(evaluator(workload, settings, stateDir, environment), workload, settings, say);
    const plain = await measure(plainLoop(workload, settings, environment), workload, settings, say);
    printFigures([...ours, ...plain, ...compare(ours, plain)], settings.json);
  } finally {
    await workload.close();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

function evaluator(
  workload: Workload,
  settings: Settings,
  stateDir: string,
  environment: NodeJS.ProcessEnv,
): Contender {
  const own = {
    KAFKA_BROKERS: workload.brokers.join(','),
    SCHEMA_REGISTRY_URL: workload.registryUrl,
    TOPIC_PREFIX: workload.prefix,
    STATE_DIR: stateDir,
    ACCOUNT_TIME_ZONE: 'Europe/Moscow',
    ACCOUNT_CURRENCY: 'RUB',
    LOG_LEVEL: 'warn',
  };
  const profiling = settings.profileDir === '' ? [] : ['--cpu-prof', `--cpu-prof-dir=${settings.profileDir}`];
  return {
    name: 'evaluator',
    outputTopic: 'segment-events',
    read: readSegmentOutput,
    events: settings.customers + settings.orders,
    firstFresh: 0,
    start: () => startChild(evaluatorFile, [], { ...environment, ...own }, profiling),
  };
}

function plainLoop(workload: Workload, settings: Settings, environment: NodeJS.ProcessEnv): Contender {
  const { brokers, topics } = workload;
  return {
    name: 'plain kafkajs loop',
    outputTopic: 'plain',
    read: readPlainOutput,
    // It also reads the orders that the evaluator was measured with.
    events: settings.orders + settings.rate * settings.seconds,
    firstFresh: 1e9,
    start: () => startChild(plainLoopFile, [brokers.join(','), topics['order-events'], topics.plain], environment),
  };
}

/** The backlog first, then the steady rate on what the backlog left. */
async function measure(
  contender: Contender,
  workload: Workload,
  settings: Settings,
  say: (line: string) => void,
): Promise<Figure[]> {
  const { name, events } = contender;
  const output = await MeasuredOutput.follow(
    workload,
    workload.topics[contender.outputTopic],
    contender.read,
    contender.firstFresh,
  );
  await output.publishSentinels();
  say(`${name}: working off a backlog of ${events} events`);
  const child = contender.start();
  try {
    const { seconds, outputs } = await Promise.race([output.backlogDone(), child.died]);
    const cpuOfBacklog = child.cpuSeconds();
    say(`${name}: ${settings.seconds} s at ${settings.rate} events/s`);
    await sleep(2_000);
    const cpuBefore = child.cpuSeconds();
    const latencies = await Promise.race([output.latencies(settings.rate, settings.seconds), child.died]);
    const cpuOfLoad = child.cpuSeconds() - cpuBefore;
    return [
      { what: `${name}: backlog`, value: events / seconds, unit: 'events/s' },
      {
        what: `${name}: CPU per event of the backlog, launch included`,
        value: (cpuOfBacklog / events) * 1e6,
        unit: 'us',
      },
      { what: `${name}: outputs per event of the backlog`, value: outputs / events, unit: '' },
      ...latencyFigures(`${name}: append to visible output at ${settings.rate}/s`, latencies),
      { what: `${name}: cores used at ${settings.rate}/s`, value: cpuOfLoad / settings.seconds, unit: '' },
      { what: `${name}: peak memory`, value: child.peakMemoryMb(), unit: 'MB' },
    ];
  } finally {
    await child.stop();
    await output.stop();
  }
}

function readSettings(args: string[]): Settings {
  const { values } = parseArgs({
    args,
    options: {
      customers: { type: 'string', default: '20000' },
      orders: { type: 'string', default: '200000' },
      rate: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '20' },
      partitions: { type: 'string', default: '8' },
      json: { type: 'boolean', default: false },
      'profile-dir': { type: 'string', default: '' },
    },
  });
  const number = (name: 'customers' | 'orders' | 'rate' | 'seconds' | 'partitions'): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`--${name}: ${values[name]} is not a whole number above 0`);
    return value;
  };
  return {
    customers: number('customers'),
    orders: number('orders'),
    rate: number('rate'),
    seconds: number('seconds'),
    partitions: number('partitions'),
    json: values.json,
    profileDir: values['profile-dir'],
  };
}

function compare(ours: readonly Figure[], plain: readonly Figure[]): Figure[] {
  const ratio = (index: number): number => (ours[index]?.value ?? Number.NaN) / (plain[index]?.value ?? Number.NaN);
  return [
    { what: 'evaluator / plain loop: backlog throughput', value: ratio(0), unit: 'x' },
    { what: 'evaluator / plain loop: CPU per event', value: ratio(1), unit: 'x' },
    { what: 'evaluator / plain loop: p99 latency', value: ratio(4), unit: 'x' },
  ];
}
