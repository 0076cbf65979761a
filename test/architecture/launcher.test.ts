import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './tree.ts';

/** A small project with the launcher, the real Node, and an npm that only says that it was called. */
let project: string;
let launched: ChildProcess[];

beforeEach(async () => {
  launched = [];
  project = await mkdtemp(join(tmpdir(), 'weir-launcher-'));
  await cp(join(root, 'deploy', 'local'), join(project, 'deploy', 'local'), { recursive: true });
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  await writeFile(
    join(project, 'package-lock.json'),
    '{ "packages": { "": {}, "node_modules/node": { "version": "1.0.0" } } }',
  );
  await writeFile(join(project, 'npm-cli.js'), npm);
  await writeFile(join(project, 'entry.ts'), entry);
});
afterEach(async () => {
  for (const process of launched) process.kill('SIGKILL');
  await rm(project, { recursive: true, force: true });
});

/** Takes a while, so that two at once would be seen; fails offline when told so. */
const npm = `
import { appendFileSync, mkdirSync, symlinkSync } from 'node:fs';
appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
if (process.env.OFFLINE) { console.error('npm error code ENOTFOUND'); process.exit(1); }
await new Promise((resolve) => setTimeout(resolve, 300));
mkdirSync('node_modules/node/bin', { recursive: true });
symlinkSync(process.env.REAL_NODE, 'node_modules/node/bin/node');
`;
const entry = `
const [what, ...rest]: string[] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { console.log(signal); process.exit(9); });
console.log(JSON.stringify({ rest, conditions: process.execArgv.includes('--conditions=development'), pipe: process.env['WEIR_LAUNCHER_PIPE'] ?? null }));
if (what === 'stuck') for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeAllListeners(signal).on(signal, () => console.log('stuck'));
if (what === 'wait' || what === 'stuck') { console.log('up'); setInterval(() => {}, 1000); }
else process.exitCode = Number(what);
`;

interface Launched {
  child: ChildProcess;
  /** Resolves with the exit code once both streams have ended. */
  end: Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Resolves once stdout holds this. */
  until(text: string): Promise<void>;
}

function launch(args: readonly string[], env: Record<string, string> = {}): Launched {
  const child = spawn(process.execPath, [join(project, 'deploy', 'local', 'run.mjs'), ...args], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      WEIR_CACHE: join(project, 'cache'),
      REAL_NODE: process.execPath,
      npm_execpath: join(project, 'npm-cli.js'),
      ...env,
    },
  });
  launched.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return {
    child,
    end: once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr })),
    async until(text) {
      while (!stdout.includes(text)) await once(child.stdout, 'data');
    },
  };
}

const npmCalls = async (): Promise<string[]> => {
  const text = await readFile(join(project, 'npm-calls'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
};

test('the first run installs, and what the entry says and returns is all there is on stdout', async () => {
  const { code, stdout, stderr } = await launch(['entry.ts', '3', 'a b', '--flag']).end;
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toEqual({ rest: ['a b', '--flag'], conditions: true, pipe: null });
  expect(stderr).toMatch(/^Installing the dependencies .*\nInstalled in \d+ s\.\n$/);
  expect(await npmCalls()).toEqual(['ci --no-audit --no-fund --loglevel=error']);
});

test('the next runs do not install, until the lock changes', async () => {
  await launch(['entry.ts', '0']).end;
  expect(await launch(['entry.ts', '0']).end).toMatchObject({ code: 0, stderr: '' });
  expect(await npmCalls()).toHaveLength(1);
  await writeFile(
    join(project, 'package-lock.json'),
    '{ "packages": { "": {}, "node_modules/node": { "version": "2.0.0" } } }',
  );
  await rm(join(project, 'node_modules', 'node'), { recursive: true });
  expect(await launch(['entry.ts', '0']).end).toMatchObject({ code: 0 });
  expect(await npmCalls()).toHaveLength(2);
});

test('what somebody installed by hand from this lock is taken as it is', async () => {
  await mkdir(join(project, 'node_modules', 'node', 'bin'), { recursive: true });
  await symlink(process.execPath, join(project, 'node_modules', 'node', 'bin', 'node'));
  await writeFile(
    join(project, 'node_modules', '.package-lock.json'),
    '{ "packages": { "node_modules/node": { "version": "1.0.0" } } }',
  );
  expect(await launch(['entry.ts', '0']).end).toMatchObject({ code: 0, stderr: '' });
  expect(await npmCalls()).toEqual([]);
});

test('two at once in a fresh clone install once', async () => {
  const both = await Promise.all([launch(['entry.ts', '0']).end, launch(['entry.ts', '0']).end]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(await npmCalls()).toHaveLength(1);
});

test('offline, it says so and what to do, and leaves no sign of an installation', async () => {
  const { code, stdout, stderr } = await launch(['entry.ts', '0'], { OFFLINE: '1' }).end;
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(
    /ENOTFOUND\nnpm ci has failed \(1\)\. The package registry is out of reach: connect to the network/,
  );
  expect(await launch(['entry.ts', '0']).end).toMatchObject({ code: 0 });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s reaches the entry, and its exit code comes back', async (signal) => {
  const running = launch(['entry.ts', 'wait']);
  await running.until('up');
  running.child.kill(signal);
  const { code, stdout } = await running.end;
  expect(code).toBe(9);
  expect(stdout.trim().split('\n').at(-1)).toBe(signal);
});

test('when the launcher is killed, the entry is asked to stop', async () => {
  const running = launch(['entry.ts', 'wait']);
  await running.until('up');
  running.child.kill('SIGKILL');
  // The entry holds the other end of stdout: it closes when the entry has ended.
  const { stdout } = await running.end;
  expect(stdout.trim().split('\n').at(-1)).toBe('SIGTERM');
});

test('without an entry it says how it is called', async () => {
  expect(await launch([]).end).toMatchObject({ code: 1, stderr: expect.stringContaining('<entry.ts>') });
});

test('when the launcher is killed, an entry that cannot stop, as what it waits for is gone too, ends all the same', async () => {
  const running = launch(['entry.ts', 'stuck']);
  await running.until('up');
  const killedAt = performance.now();
  running.child.kill('SIGKILL');
  expect((await running.end).stdout).toContain('stuck');
  expect(performance.now() - killedAt).toBeLessThan(15_000);
});
