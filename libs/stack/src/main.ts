import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { stackConfig } from './config.ts';
import { StackError } from './stack-error.ts';
import { usualPorts } from './stack-ports.ts';
import { startStack } from './start-stack.ts';

const help = `Starts a real Kafka and a real schema registry on this machine and keeps them up until Ctrl-C.

  npm run stack -- [options]

  --data-dir <directory>  keep topics, schemas and their ids there for the next start (default: temporary)
  --brokers <count>       1, or 3 for a cluster with everything replicated (default: 1)
  --json                  print { brokers, registryUrl } as one line of JSON
  --help                  print this

Needs Java 17 or later (JAVA_HOME, else PATH), else a running Docker. Kafka is at 127.0.0.1:9092 and the registry at 127.0.0.1:8081\nwhere these ports are free, else at others; a data directory keeps those it had.
Downloads are kept in $WEIR_CACHE (default: ~/.cache/weir). MAVEN_REPOSITORY names a mirror of Maven Central.
`;

const alreadyNamed =
  'Nothing was started: KAFKA_BROKERS and SCHEMA_REGISTRY_URL name a stack already. Unset both to start one here.';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      brokers: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(help);
  if (stackConfig().external !== null) return fail(alreadyNamed, 2);
  const stopped = Promise.withResolvers<null>();
  let isUp = false;
  // While starting there is nothing to end in order: what has been started goes when this process does.
  const stop = (): void => (isUp ? stopped.resolve(null) : process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const dataDir = values['data-dir'];
  const stack = await startStack({
    brokers: Number(values.brokers),
    ports: usualPorts,
    ...(dataDir === undefined ? {} : { dataDir: resolve(dataDir) }),
  });
  isUp = true;
  const { brokers, registryUrl } = stack;
  process.stdout.write(
    values.json ? `${JSON.stringify({ brokers, registryUrl })}\n` : describe(brokers, registryUrl, dataDir),
  );
  const broken = await Promise.race([stopped.promise, stack.brokenBy]);
  await stack.stop();
  if (broken !== null) fail(broken);
}

function describe(brokers: string[], registryUrl: string, dataDir: string | undefined): string {
  return `
Kafka            ${brokers.join(',')}
Schema registry  ${registryUrl}
Data             ${dataDir === undefined ? 'temporary: gone when this ends' : resolve(dataDir)}

Use them from another terminal:

  export KAFKA_BROKERS=${brokers.join(',')}
  export SCHEMA_REGISTRY_URL=${registryUrl}
  npm run topics -- apply

Ctrl-C stops both.
`;
}

function fail(message: string, exitCode = 1): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = exitCode;
}

main().catch((error: unknown) => {
  if (error instanceof StackError) return fail(`${error.message} (${error.code})`);
  if (error instanceof TypeError && 'code' in error) return fail(`${error.message} See: npm run stack -- --help`);
  throw error;
});
