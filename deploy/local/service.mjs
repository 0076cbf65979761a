/** `npm run service -- NAME`: one service of this repository as this process, on its sources. Its settings come from the environment. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const services = fileURLToPath(new URL('../../services/', import.meta.url));
const names = readdirSync(services).filter((name) => existsSync(`${services}${name}/src/main.ts`));
const usage = `npm run service -- NAME

Runs one service until Ctrl-C: ${names.join(', ')}.
Its settings are environment variables; services/NAME/README.md lists them. For a look, with 'npm run stack' in another terminal:

  export KAFKA_BROKERS=127.0.0.1:9092 SCHEMA_REGISTRY_URL=http://127.0.0.1:8081/apis/ccompat/v7   # as it prints them
  npm run topics -- apply
  ACCOUNT_CURRENCY=EUR STATE_DIR=.weir/segment-evaluator npm run service -- segment-evaluator

A service without its settings names all that it needs. STATE_DIR is a cache, one for each service and stack: remove it when the stack is a new one.
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
