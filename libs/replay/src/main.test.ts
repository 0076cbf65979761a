import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { orderJson } from './event-builders.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'weir-replay-main-'));
  mkdirSync(join(directory, 'definitions'));
  writeFileSync(join(directory, 'definitions/a.yaml'), 'id: a\nname: A\nwhen: {orders: {exists: true}}\n');
});
afterAll(() => rmSync(directory, { recursive: true }));

function run(...args: string[]) {
  return runWith([], ...args);
}

function runWith(flags: readonly string[], ...args: string[]) {
  const main = join(import.meta.dirname, 'main.ts');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=development', ...flags, main, ...args],
    {
      env: {},
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

test('exit code 0 and the files when all is well, 1 when an input is not, 2 when an option is not', () => {
  const orders = join(directory, 'orders.ndjson');
  const out = join(directory, 'out');
  const args = [
    '--definitions',
    join(directory, 'definitions'),
    '--order-events',
    orders,
    '--until',
    '2018-01-01T00:00:00Z',
    '--out',
    out,
    '--engine-only',
  ];
  writeFileSync(orders, `${JSON.stringify(orderJson({}))}\n`);
  expect(run(...args, '--quiet')).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(join(out, 'memberships.csv'), 'utf8')).toBe(
    'customerId,segmentId,since\nc1,a,2017-01-01T10:00:00.000Z\n',
  );
  writeFileSync(orders, '[]\n');
  expect(run(...args, '--quiet')).toMatchObject({ status: 1, stderr: expect.stringContaining(`${orders}:1: `) });
  expect(run(...args, '--untill', 'x')).toMatchObject({ status: 2, stderr: expect.stringContaining('--untill') });
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--engine-only'), stderr: '' });
}, 120_000);

test('a heap that is too small ends the replay with what to do, wherever it fills, and not the process', () => {
  const orders = join(directory, 'many.ndjson');
  // Every customer has many orders, so that folding needs memory too.
  const lines = Array.from({ length: 30_000 }, (_, index) =>
    JSON.stringify(orderJson({ customerId: `c${index % 7}`, orderId: `o${index}`, category: `category ${index}` })),
  );
  writeFileSync(orders, `${lines.join('\n')}\n`);
  const statuses = [25, 35, 45, 55, 200].map((megabytes) => {
    const out = join(directory, `out-${megabytes}`);
    const { status, stderr } = runWith(
      [`--max-old-space-size=${megabytes}`],
      ...['--definitions', join(directory, 'definitions'), '--order-events', orders, '--out', out],
      ...['--until', '2018-01-01T00:00:00Z', '--engine-only', '--quiet'],
    );
    if (status === 0)
      expect(readdirSync(out).sort()).toEqual(['memberships.csv', 'segment-events.ndjson', 'summary.json']);
    else {
      expect(stderr).toMatch(
        new RegExp(
          `^The events do not fit into the heap of ${megabytes} MB: give more with NODE_OPTIONS=--max-old-space-size=${megabytes * 4} [^\\n]*\\n$`,
        ),
      );
    }
    return status;
  });
  expect([statuses[0], statuses.at(-1)]).toEqual([1, 0]);
  expect(statuses.every((status) => status === 0 || status === 1)).toBe(true);
}, 120_000);
