import { parseArgs } from 'node:util';
import { checkDirectory, goodWords } from './check-directory.ts';
import { readAccount, readConnection } from './config.ts';
import { type DefinitionDocument, formatFileProblem } from './definition-document.ts';
import { defaultWaitSeconds, parseWait, waitProblem } from './wait-limit.ts';
import { readDefinitionFiles } from './read-definition-files.ts';

const usage = `Usage: npm run -s definitions -- check DIR
       npm run -s definitions -- apply DIR [--prune] [--wait SECONDS]

Segments, automations, templates and promotions, one or several to a YAML or JSON file.

  check    reports everything wrong in the files below DIR
  apply    checks, then publishes what is new or has changed; doing it twice is doing it once
  --prune  also removes what was published and is no longer in DIR
  --wait   how long apply waits for Kafka and for the schema registry before it gives up, in seconds (default 60)
  --help   this text

Settings, from the environment: KAFKA_BROKERS, SCHEMA_REGISTRY_URL (apply only), TOPIC_PREFIX, ACCOUNT_TIME_ZONE (default UTC),
ACCOUNT_CURRENCY (default RUB), ACCOUNT_STATUS_GROUPS (JSON: status code to group).
Exit code 0 when all is well, 1 when there are problems, 2 when the command or its surroundings are wrong.
`;

/** The surroundings are not ready, whatever the files hold. */
const notReady = new Set<unknown>(['WEIR_SETTING_INVALID', 'WEIR_TOPIC_MISSING', 'WEIR_WAIT_ENDED']);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommand(args);
  if (command === 'help') return say(process.stdout, usage, 0);
  if ('wrong' in command) return say(process.stderr, `${command.wrong}\n${usage}`, 2);
  try {
    return await (command.name === 'check' ? check(command.directory) : apply(command));
  } catch (error) {
    const { code, message, stack } = error as Error & { code?: unknown };
    const isOurs = typeof code === 'string' && /^(WEIR_|E[A-Z]+$)/.test(code);
    return say(process.stderr, `${isOurs ? message : (stack ?? message)}\n`, notReady.has(code) ? 2 : 1);
  }
}

interface Command {
  readonly name: 'check' | 'apply';
  readonly directory: string;
  readonly prune: boolean;
  readonly waitSeconds: number;
}

function parseCommand(args: readonly string[]): Command | { wrong: string } | 'help' {
  try {
    const options = {
      prune: { type: 'boolean' },
      wait: { type: 'string', default: String(defaultWaitSeconds) },
      help: { type: 'boolean' },
    } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [name, directory, ...rest] = positionals;
    if (values.help === true) return 'help';
    if (name !== 'check' && name !== 'apply')
      return { wrong: `${name ?? 'Nothing'} is not a command: check or apply is.` };
    if (directory === undefined || rest.length > 0) return { wrong: `${name} takes one directory.` };
    if (name === 'check' && values.prune === true) return { wrong: '--prune goes with apply.' };
    const waitSeconds = parseWait(values.wait);
    if (waitSeconds === null) return { wrong: `${waitProblem(values.wait)}.` };
    return { name, directory, prune: values.prune === true, waitSeconds };
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

async function check(directory: string): Promise<number> {
  const checked = await checkDirectory(directory, readAccount(process.env));
  if (checked.ok) return say(process.stdout, `${goodWords(checked.documents.length)}\n`, 0);
  return say(process.stderr, `${checked.problems.map(formatFileProblem).join('\n')}\n`, 1);
}

async function apply({ directory, prune, waitSeconds }: Command): Promise<number> {
  const account = readAccount(process.env);
  const connection = readConnection(process.env);
  const documents = await readOrReport(directory);
  if (documents === null) return 1;
  // Loaded only now: a check should not wait for a Kafka client that it does not need.
  const { publishTo } = await import('./publish-to.ts');
  const onWaiting = (line: string): void => void process.stderr.write(`${line}\n`);
  const report = await publishTo(connection, documents, { account, prune, waitSeconds, onWaiting, now: Date.now() });
  const done = (['added', 'changed', 'removed'] as const).flatMap((what) =>
    report[what].map((key) => `${what} ${key}\n`),
  );
  return say(process.stdout, `${done.join('')}${report.unchanged.length} unchanged\n`, 0);
}

async function readOrReport(directory: string): Promise<readonly DefinitionDocument[] | null> {
  const { documents, problems } = await readDefinitionFiles(directory);
  if (problems.length === 0) return documents;
  process.stderr.write(`${problems.map(formatFileProblem).join('\n')}\n`);
  return null;
}

function say(stream: NodeJS.WriteStream, text: string, exitCode: number): number {
  stream.write(text);
  return exitCode;
}
