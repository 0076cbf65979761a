/** `npm run service -- NAME`: one service of this repository as this process, on its sources. Its settings come from the environment. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const services = fileURLToPath(new URL('../../services/', import.meta.url));
const names = readdirSync(services).filter((name) => existsSync(`${services}${name}/src/main.ts`));
const usage = `npm run service -- NAME

Runs one service until Ctrl-C: ${names.join(', ')}.
Its settings are environment variables, listed in services/NAME/README.md. For a look, beside 'npm run stack':

  export KAFKA_BROKERS=... SCHEMA_REGISTRY_URL=...      # as 'npm run stack' prints them
  npm run topics -- apply
  ACCOUNT_CURRENCY=EUR STATE_DIR=/tmp/weir/evaluator npm run service -- segment-evaluator
`;

const [name, ...rest] = process.argv.slice(2);
if (name === '--help' || name === '-h') {
  process.stdout.write(usage);
} else if (!names.includes(name) || rest.length > 0) {
  const problem = name === undefined ? 'Which service?' : `${[name, ...rest].join(' ')} is not one service.`;
  process.stderr.write(`${problem}\n\n${usage}`);
  process.exitCode = 2;
} else {
  await import(`${services}${name}/src/main.ts`);
}
