/**
 * What every npm script goes through: `node deploy/local/run.mjs <entry.ts> [arguments]`.
 *
 * Whoever has Node 20 or later and npm can run everything: the dependencies, the pinned Node among them, are installed on
 * first use, and the entry then runs on that Node, straight from its TypeScript. Arguments, signals, output and exit code
 * are the entry's own; what this file has to say goes to stderr.
 *
 * No dependencies and no syntax beyond Node 14, which must live to read the refusal.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants, homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const oldestNode = 20;

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  fail(
    `Weir needs Node ${oldestNode} or later to start, and this is ${process.version}: install a current Node, then run the same command again.`,
  );
}
const [entry, ...rest] = process.argv.slice(2);
if (entry === undefined) fail('Name what to run: node deploy/local/run.mjs <entry.ts> [arguments].');

const { install, InstallError } = await import('./install.mjs');
try {
  run(await install(root));
} catch (error) {
  if (!(error instanceof InstallError)) throw error;
  fail(error.message);
}

/** Becomes, in effect, the entry: as far as signals and the exit code tell, there is one process. */
function run(node) {
  const flags = ['--conditions=development', '--disable-warning=ExperimentalWarning'];
  const watch = ['--import', new URL('./end-with-launcher.mjs', import.meta.url).href];
  const child = spawn(node, [...flags, ...watch, join(root, entry), ...rest], {
    // The fourth is a pipe that closes when this process ends, however it ends.
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || join(cacheDir(), 'compile'),
      PATH: join(root, 'node_modules', '.bin') + delimiter + (process.env.PATH || ''),
      WEIR_LAUNCHER_PIPE: '3',
    },
  });
  child.on('error', (error) => fail(`${node} does not start: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // On a terminal the entry has had the Ctrl-C itself; twice would mean more than once.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  if (process.env.npm_lifecycle_event !== undefined) endWithParent(child);
}

/** npm, killed outright, cannot pass that on; nor can the shell between it and us, which lives on without it. */
function endWithParent(child) {
  const parents = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const first = parents();
  const timer = setInterval(() => {
    if (parents() === first) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, 1000).unref();
}

/** Where the system tells it in a file; elsewhere the shell replaces itself, and npm is our parent. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    return null;
  }
}

function cacheDir() {
  return process.env.WEIR_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'weir');
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
