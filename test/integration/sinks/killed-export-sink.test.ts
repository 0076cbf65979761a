import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventually } from '../../support/eventually.ts';
import { Installation } from '../../support/installation.ts';
import { enter, people } from './evaluated.ts';

let weir: Installation;
let directory: string;

beforeAll(async () => {
  weir = await Installation.open('killed-export-sink');
  directory = await mkdtemp(join(tmpdir(), 'weir-killed-export-'));
  await weir.define('AUTOMATION', 'call', {
    automation: 'call',
    name: 'Call',
    on: { segment: 'tea', entered: true },
    steps: [{ task: { text: 'Call {{ customer.firstName }}', dueIn: 'P2D' } }],
  });
});

afterAll(async () => {
  await weir.close();
  await rm(directory, { recursive: true });
});

function count(file: string, table: string): number {
  if (!existsSync(file)) return 0;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
  } catch {
    return 0;
  } finally {
    database.close();
  }
}

test('the export-sink, killed again and again, ends with each customer and transition once', async () => {
  const file = join(directory, 'export.sqlite');
  const crowd = people(600);
  for (let round = 1; round <= 3; round += 1) {
    const sink = await weir.start('export-sink', { EXPORT_DATABASE: file });
    sink.died.catch(() => undefined);
    await enter(weir, crowd, round);
    await eventually('some of it', () => (count(file, 'transitions') > (round - 1) * 600 ? true : undefined), 60_000);
    process.kill(sink.pid, 'SIGKILL');
    await sink.stop();
  }
  await weir.start('export-sink', { EXPORT_DATABASE: file });
  await eventually('all of it', () => (count(file, 'transitions') === 1_800 ? true : undefined), 60_000);
  await eventually('the members', () => (count(file, 'memberships') === 600 ? true : undefined));
  expect(count(file, 'customers')).toBe(600);
}, 240_000);

test('the task-creator, killed, makes one task per entry and withdraws each once', async () => {
  const crowd = Object.fromEntries(Object.entries(people(100)).map(([id, profile]) => [`t-${id}`, profile]));
  const ours = async () => (await weir.read('tasks')).filter(({ customerId }) => customerId.startsWith('t-'));
  const creator = await weir.start('task-creator');
  creator.died.catch(() => undefined);
  await enter(weir, crowd, 1);
  await eventually('some tasks', async () => ((await ours()).length > 0 ? true : undefined), 60_000);
  process.kill(creator.pid, 'SIGKILL');
  await creator.stop();
  await weir.start('task-creator');
  await eventually('all tasks', async () => ((await ours()).length >= 100 ? true : undefined), 60_000);
  await enter(weir, crowd, 2);
  const tasks = await eventually('all withdrawn', async () => {
    const found = await ours();
    return found.length >= 200 ? found : undefined;
  });
  expect(tasks).toHaveLength(200);
  expect(tasks.filter(({ status }) => status === 'OPEN')).toHaveLength(100);
  expect(new Set(tasks.map(({ taskId, version }) => `${taskId}/${version}`)).size).toBe(200);
}, 180_000);
