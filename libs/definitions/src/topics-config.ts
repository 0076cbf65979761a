import { parseArgs } from 'node:util';
import { unsetSettings } from './config.ts';
import { defaultWaitSeconds, parseWait, waitProblem } from './wait-limit.ts';

export const topicsHelp = `Makes the topics and schemas of Weir what they should be, or tells how they differ.

  npm run topics -- apply [options]   create what is missing, correct settings, register the schemas
  npm run topics -- diff [options]    change nothing, say what apply would do

  --partitions <count>          of every topic keyed by customer (default: 8; for production 64: it is fixed for life)
  --replication-factor <count>  copies of each partition (default: 1; for production 3)
  --prefix <text>               goes before the name of every topic (default: TOPIC_PREFIX, else none)
  --wait <seconds>              how long to wait for Kafka and the schema registry, each, before giving up (default: 60)
  --help                        print this

Environment: KAFKA_BROKERS (host:port,...), SCHEMA_REGISTRY_URL.
Exit code: 0 when all is as it should be, 1 when differences remain, 2 when the settings are wrong or something failed.
`;

export interface TopicsConfig {
  readonly action: 'apply' | 'diff' | 'help';
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly prefix: string;
  readonly waitSeconds: number;
}

/** What is wrong with how the command was called, in words for who called it. */
export class TopicsUsageError extends Error {
  override readonly name = 'TopicsUsageError';
  readonly code = 'WEIR_TOPICS_USAGE';
}

export function readTopicsConfig(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): TopicsConfig {
  const { values, positionals } = parse(args);
  const prefix = values.prefix ?? environment['TOPIC_PREFIX'] ?? '';
  if (!/^[a-zA-Z0-9-]*$/.test(prefix))
    throw new TopicsUsageError(`--prefix ${prefix}: letters, digits and hyphens only.`);
  const config = {
    partitions: readCount('--partitions', values.partitions, 10_000),
    replicationFactor: readCount('--replication-factor', values['replication-factor'], 100),
    prefix,
    waitSeconds: readWait(values.wait),
  };
  if (values.help) return { action: 'help', brokers: [], registryUrl: '', ...config };
  const [action, ...others] = positionals;
  if ((action !== 'apply' && action !== 'diff') || others.length > 0) {
    throw new TopicsUsageError(`Say apply or diff, once; found: ${positionals.join(' ') || 'nothing'}.`);
  }
  return { action, ...readConnections(environment), ...config };
}

function readConnections(environment: Readonly<Record<string, string | undefined>>): {
  brokers: string[];
  registryUrl: string;
} {
  for (const [name, words] of Object.entries(unsetSettings)) {
    if (!environment[name]?.trim()) throw new TopicsUsageError(`${words}.`);
  }
  const brokers = (environment['KAFKA_BROKERS'] ?? '').split(',').map((broker) => broker.trim());
  const wrong = brokers.find((broker) => !/^[^\s:]+:\d+$/.test(broker));
  if (wrong !== undefined) {
    throw new TopicsUsageError(
      `KAFKA_BROKERS: "${wrong}" is not host:port. Set it to host:port[,host:port...] of your cluster.`,
    );
  }
  const registryUrl = environment['SCHEMA_REGISTRY_URL'] ?? '';
  if (!/^https?:\/\//.test(registryUrl) || !URL.canParse(registryUrl)) {
    throw new TopicsUsageError(
      'SCHEMA_REGISTRY_URL: set it to the http(s) URL of a Confluent-compatible schema registry.',
    );
  }
  return { brokers, registryUrl };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        partitions: { type: 'string', default: '8' },
        'replication-factor': { type: 'string', default: '1' },
        prefix: { type: 'string' },
        wait: { type: 'string', default: String(defaultWaitSeconds) },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new TopicsUsageError((error as Error).message);
  }
}

function readWait(text: string): number {
  const seconds = parseWait(text);
  if (seconds !== null) return seconds;
  throw new TopicsUsageError(`${waitProblem(text)}.`);
}

function readCount(option: string, text: string, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new TopicsUsageError(`${option} ${text}: expected a whole number from 1 to ${most}.`);
}
