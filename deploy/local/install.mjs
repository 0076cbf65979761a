/** The dependencies, installed when they are not those of package-lock.json. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { holdLock } from './install-lock.mjs';

export class InstallError extends Error {}

/** The major version that the pinned Node has; an outer one at least as new can stand in for it. */
const pinnedNode = 24;

/**
 * Makes sure that node_modules is what package-lock.json says.
 *
 * @param {string} root the project
 * @returns {Promise<string>} the Node to run on
 */
export async function install(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const isCurrent = () => read(stampOf(root)) === hash;
  if (!isCurrent()) {
    const release = await holdLock(root, () =>
      say('Another npm script is installing the dependencies; waiting for it.'),
    );
    try {
      if (!isCurrent() && !isInstalled(root, JSON.parse(lock.toString()))) await runNpmCi(root);
      writeFileSync(stampOf(root), hash);
    } finally {
      release();
    }
  }
  return nodeOf(root);
}

const stampOf = (root) => join(root, 'node_modules', '.weir-installed');

/** Whether npm, by its own account in node_modules, has installed exactly this lock: somebody ran it by hand. */
function isInstalled(root, lock) {
  const account = read(join(root, 'node_modules', '.package-lock.json'));
  if (account === null) return false;
  const installed = JSON.parse(account).packages;
  const wanted = lock.packages;
  const isSame = (path) =>
    wanted[path] &&
    wanted[path].version === installed[path].version &&
    wanted[path].integrity === installed[path].integrity;
  const isSpare = (path) =>
    path === '' || !path.includes('node_modules/') || wanted[path].optional || wanted[path].peer;
  return Object.keys(installed).every(isSame) && Object.keys(wanted).every((path) => installed[path] || isSpare(path));
}

async function runNpmCi(root) {
  say('Installing the dependencies (once; about a minute).');
  const start = Date.now();
  const { npm_execpath: ownNpm = '' } = process.env;
  const isNpm = basename(ownNpm).startsWith('npm');
  const [command, first] = isNpm ? [process.execPath, [ownNpm]] : ['npm', []];
  const child = spawn(command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: !isNpm && process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const stop = () => child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  const code = await new Promise((resolve) =>
    child.on('error', (error) => resolve(error.message)).on('exit', (status, signal) => resolve(status ?? signal)),
  );
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, stop);
  if (code !== 0) throw new InstallError(explain(code, output));
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  say(`Installed in ${Math.round((Date.now() - start) / 1000)} s.`);
}

function explain(code, output) {
  const isOffline =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT/.test(output);
  const next = isOffline
    ? 'The package registry is out of reach: connect to the network (behind a proxy: npm config set https-proxy), then run the same command again.'
    : 'Its last words are above; put right what they say, then run the same command again.';
  const words = output.split('\n').filter((line) => line.trim() !== '' && !/^npm error\s+at /.test(line));
  return `${words.slice(-15).join('\n')}\nnpm ci has failed (${code}). ${next}`;
}

function nodeOf(root) {
  const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= pinnedNode) return process.execPath;
  throw new InstallError(
    `Node ${pinnedNode}, which the npm package 'node' brings, is missing because install scripts are switched off: run ` +
      "'npm rebuild node --ignore-scripts=false' (or run this command with Node " +
      `${pinnedNode} itself), then run the same command again. package.json lists under allowScripts the few packages that need theirs.`,
  );
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

const say = (line) => process.stderr.write(`${line}\n`);
