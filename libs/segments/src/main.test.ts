import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..', '..');
const demo = join(root, 'deploy', 'demo', 'definitions');
let directory: string;
let empty: string;
let own: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'weir-segments-'));
  empty = mkdtempSync(join(tmpdir(), 'weir-segments-'));
  own = mkdtempSync(join(tmpdir(), 'weir-segments-'));
  const vips = 'id: vips\nname: The best\nwhen: { customer: { vip: true } }\n';
  const ago =
    'id: tea\nname: Tea three months ago\nwhen:\n  all:\n    - orders: { last: { inLast: P3M } }\n    - segment: vips\n';
  const slip = 'id: slip\nname: A slip\nwhen:\n  customer:\n    city: { eq: Moscow, ne: Moscow }\n';
  writeFileSync(join(directory, 'a.yaml'), `${vips}---\n${ago}---\n${slip}`);
});
afterAll(() => [directory, empty, own].forEach((path) => rmSync(path, { recursive: true })));

function run(...args: readonly string[]) {
  const main = join(import.meta.dirname, 'main.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=development', main, ...args], {
    env: {},
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('lint', () => {
  test('tells each warning with its place, and what to do', () => {
    expect(run('lint', '--definitions', directory)).toEqual({
      status: 0,
      stderr: '',
      stdout: [
        'a.yaml:16: when.customer.city: no customer can ever meet this condition [never-holds]',
        '  Look for tests in it that exclude each other, and keep the one that is meant.',
        '',
        '1 warning in 3 segments.',
        '',
      ].join('\n'),
    });
  });

  test('as data, of one segment, and strictly', () => {
    const strict = run('lint', '--definitions', directory, '--json', '--strict');
    expect(strict.status).toBe(1);
    expect(JSON.parse(strict.stdout)).toEqual([
      {
        segmentId: 'slip',
        path: 'when.customer.city',
        rule: 'never-holds',
        message: expect.any(String),
        advice: expect.any(String),
        file: 'a.yaml',
        line: 16,
      },
    ]);
    expect(run('lint', '--definitions', directory, '--id', 'vips', '--strict')).toEqual({
      status: 0,
      stdout: 'No warnings in vips.\n',
      stderr: '',
    });
  });

  test('takes the shop’s own status groups, from a file or as they are', () => {
    const shipped =
      'id: shipped\nname: Shipped\nwhen: { orders: { where: { status: shipped, statusGroup: completed }, exists: true } }\n';
    writeFileSync(join(own, 'shipped.yaml'), shipped);
    writeFileSync(join(own, 'groups'), '{"shipped": "completed"}');
    const lint = (...args: readonly string[]) => run('lint', '--definitions', own, '--strict', ...args);
    expect(lint()).toMatchObject({ status: 1, stdout: expect.stringContaining('[never-holds]') });
    for (const groups of ['{"shipped": "completed"}', join(own, 'groups')])
      expect(lint('--status-groups', groups)).toEqual({ status: 0, stdout: 'No warnings in 1 segment.\n', stderr: '' });
    expect(lint('--status-groups', '{"shipped": "sent"}')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('shipped: "sent" is not one of new, paid, completed, cancelled, returned'),
    });
  });

  test('has nothing to say of the demo', () => {
    expect(run('lint', '--definitions', demo, '--time-zone', 'America/New_York', '--currency', 'USD')).toEqual({
      status: 0,
      stdout: 'No warnings in 11 segments.\n',
      stderr: '',
    });
  });
});

describe('describe', () => {
  test('says what each segment means, in the account’s zone and currency', () => {
    const { status, stdout, stderr } = run(
      'describe',
      '--definitions',
      demo,
      '--time-zone',
      'America/New_York',
      '--currency',
      'USD',
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n\n')).toHaveLength(11);
    expect(stdout).toContain(
      'big-spenders - Big spenders: 1,000 dollars in 90 days\n  Customers are in this segment while the total of their orders in USD placed less than 90 days ago (counted forward from each order, in New York time) is at least 1,000.00 USD;',
    );
  });

  test('of one segment, as data, with the others by their names', () => {
    const { status, stdout } = run('describe', '--definitions', directory, '--id', 'tea', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        id: 'tea',
        name: 'Tea three months ago',
        description: expect.stringMatching(
          /three months ago \(counted forward from it, in UTC\), and they are in the segment “The best”/,
        ),
      },
    ]);
  });
});

test('schemas/segment.schema.json is what the schema subcommand makes: npm run -s segments -- schema > schemas/segment.schema.json', () => {
  const { status, stdout } = run('schema');
  expect(status).toBe(0);
  expect(readFileSync(join(root, 'schemas', 'segment.schema.json'), 'utf8')).toBe(stdout);
});

describe('a wrong command says what is right', () => {
  test('help tells of every subcommand and option', () => {
    const { status, stdout, stderr } = run('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const word of ['lint', 'describe', 'schema', '--definitions DIR', '--strict', '--json', '--time-zone ZONE'])
      expect(stdout).toContain(word);
  });

  test('on standard error, with exit code 2', () => {
    expect(run('lint')).toEqual({ status: 2, stdout: '', stderr: 'lint needs --definitions DIR (--help says more)\n' });
    expect(run('describe', '--definitions', directory, '--id', 'nobody')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^there is no segment nobody in /),
    });
  });

  test('problems of the files are told like those of definitions', () => {
    expect(run('lint', '--definitions', join(empty, 'absent'))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/absent: is not there: name the directory that holds the definitions\n$/),
    });
    writeFileSync(join(empty, 'b.yaml'), 'id: b\nname: B\nwhen: {segment: c}\n');
    expect(run('describe', '--definitions', empty)).toEqual({
      status: 1,
      stdout: '',
      stderr: 'b.yaml:3: when.segment: there is no segment c\n',
    });
  });
});
