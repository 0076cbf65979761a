import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAdmin } from '@weir/kafka';
import { type DemoReport } from './report.ts';

let demos = 0;
let directory: string;
/** For the demo's own temporary files. */
let temporary: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-demo-test-'));
  temporary = join(directory, 'temporary');
  mkdirSync(temporary);
});

afterAll(() => rm(directory, { recursive: true, force: true }));

/** The whole demo as a process, on the broker and registry of this test run. */
function startDemo(...args: string[]) {
  const main = join(import.meta.dirname, 'main.ts');
  const topicPrefix = `demo-test-${process.pid}-${++demos}-`;
  const child = spawn(process.execPath, ['--conditions=development', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', TOPIC_PREFIX: topicPrefix, TMPDIR: temporary },
  });
  let output = '';
  let notice = (): void => undefined;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      notice();
    });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  const said = async (words: string): Promise<void> => {
    const heard = new Promise<void>((resolve) => (notice = () => void (output.includes(words) && resolve())));
    notice();
    const silence = ended.then(() => {
      throw new Error(`ended without saying '${words}': ${output}`);
    });
    await Promise.race([heard, silence]);
  };
  return { child, ended, said, topicsLeft: () => topicsWith(topicPrefix), services: () => processesWith(topicPrefix) };
}

/** The ids of the processes that were given this prefix, the demo's own aside: where the system tells, which is Linux. */
function processesWith(topicPrefix: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      return environment.includes(`TOPIC_PREFIX=${topicPrefix}`) && environment.includes('CLOCK=stream');
    } catch {
      return false;
    }
  });
}

async function topicsWith(topicPrefix: string): Promise<string[]> {
  const admin = await connectAdmin({ brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'demo-test' });
  try {
    return (await admin.listTopics()).filter((topic) => topic.startsWith(topicPrefix));
  } finally {
    await admin.close();
  }
}

test('a year of orders leads to every tea letter that was due and no other, and leaves nothing behind', async () => {
  const file = join(directory, 'report.json');
  const demo = startDemo('--once', '--report', file, '--out', join(directory, 'out'));
  const { code, output } = await demo.ended;
  expect({ code, output }).toMatchObject({
    code: 0,
    output: expect.stringContaining('Checked against the engine alone'),
  });

  const report = JSON.parse(readFileSync(file, 'utf8')) as DemoReport;
  expect(report.events).toBe(12_064);
  expect(report.urls).toEqual({});
  const { checks } = report;
  expect(checks.transitions).toBe(checks.expectedTransitions);
  expect(checks.expectedTeaLetters).toBeGreaterThan(20);
  expect(checks).toMatchObject({
    teaLettersSent: checks.expectedTeaLetters,
    teaLettersArrived: checks.expectedTeaLetters,
    differingTransitions: 0,
    duplicates: 0,
    lateOrEarly: 0,
    teaLettersToHouseholdsThatBoughtInTime: 0,
  });
  for (const letter of report.letters)
    expect(letter).toMatchObject({ sentAt: letter.effectiveAt, code: expect.stringMatching(/^TEA-/) });
  expect(new Set(report.letters.map((letter) => letter.code)).size).toBe(report.letters.length);
  expect(report.sms.length).toBeGreaterThan(0);
  expect(report.tasks.created).toBeGreaterThan(0);
  expect(
    readFileSync(report.files['customer list'] as string, 'utf8')
      .trimEnd()
      .split('\n'),
  ).toHaveLength(208);

  expect(await demo.topicsLeft()).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
}, 240_000);

test('told twice to stop, in the middle of it all, it leaves no topics, no files and no processes behind', async () => {
  const demo = startDemo('--out', join(directory, 'stopped'));
  await demo.said('A year of orders through everything');
  expect(await demo.topicsLeft()).not.toEqual([]);
  if (process.platform === 'linux') expect(demo.services()).toHaveLength(5);
  const second = startDemo('--out', join(directory, 'stopped'));
  expect(await second.ended).toMatchObject({ code: 1, output: expect.stringContaining('Another demo writes to') });
  demo.child.kill('SIGINT');
  await demo.said('Stopping everything');
  demo.child.kill('SIGINT');
  expect(await demo.ended).toMatchObject({ code: 1, output: expect.stringContaining('Stopped by SIGINT') });
  expect(await demo.topicsLeft()).toEqual([]);
  expect(demo.services()).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
}, 120_000);

test('killed outright, it leaves no service for long, and files that the next one removes', async () => {
  const killed = startDemo('--out', join(directory, 'killed'));
  await killed.said('A year of orders through everything');
  killed.child.kill('SIGKILL');
  await killed.ended;
  const killedAt = performance.now();
  while (killed.services().length > 0) await sleep(50);
  expect(performance.now() - killedAt).toBeLessThan(8_000);
  const left = readdirSync(temporary);
  expect(left).toEqual([expect.stringMatching(/^weir-demo-/)]);

  const next = startDemo('--out', join(directory, 'next'));
  await next.said('A year of orders through everything');
  expect(readdirSync(temporary)).not.toContain(left[0]);
  next.child.kill('SIGINT');
  await next.ended;
  expect(readdirSync(temporary)).toEqual([]);
}, 120_000);
