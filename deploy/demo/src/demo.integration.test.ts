import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAdmin } from '@weir/kafka';
import { type DemoReport } from './report.ts';

const topicPrefix = `demo-test-${process.pid}-`;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-demo-test-'));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

/** The whole demo as a process, on the broker and registry of this test run. */
async function runDemo(...args: string[]): Promise<{ code: number | null; output: string }> {
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, ['--conditions=development', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', TOPIC_PREFIX: topicPrefix },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

test('a year of orders leads to every tea letter that was due and no other, and leaves nothing behind', async () => {
  const file = join(directory, 'report.json');
  const { code, output } = await runDemo('--once', '--report', file, '--out', join(directory, 'out'));
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

  const admin = await connectAdmin({ brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'demo-test' });
  expect((await admin.describeTopics([`${topicPrefix}segment-events`, `${topicPrefix}customers`])).size).toBe(0);
  await admin.close();
}, 240_000);
