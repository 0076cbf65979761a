import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { mutants } from './mutants.ts';

const usage = `Plants one fault after the other into the engine and sees whether the oracle finds it.

  npm run test:mutations [-- --only TEXT] [--verbose]

  --only      only the faults whose name holds the text
  --verbose   prints how each was found

Exit 0 when each was found, 1 when one went unseen.
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}

/** How the fault was found; null when it was not. */
async function find(name: string): Promise<string | null> {
  const path = (file: string): string => new URL(file, import.meta.url).pathname;
  const child = spawn(process.execPath, ['--conditions=development', '--import', path('mutate.ts'), path('probe.ts')], {
    env: { ...process.env, WEIR_MUTANT: name },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 1 && said === '') return null;
  if (code !== 0) throw new Error(`the fault "${name}" could not be tried:\n${said}`);
  return said.trim();
}

const chosen = mutants.filter(({ name }) => name.includes(values.only));
const unseen: string[] = [];
for (const [index, { name }] of chosen.entries()) {
  const found = await find(name);
  process.stdout.write(`${index + 1}/${chosen.length} ${found === null ? 'UNSEEN' : 'found '} ${name}\n`);
  if (found === null) unseen.push(name);
  else if (values.verbose) process.stdout.write(`      ${found}\n`);
}
process.stdout.write(`${chosen.length - unseen.length} of ${chosen.length} faults were found\n`);
process.exitCode = unseen.length === 0 ? 0 : 1;
