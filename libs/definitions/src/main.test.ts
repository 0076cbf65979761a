import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'weir-definitions-main-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const main = join(import.meta.dirname, 'main.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=development', main, ...args], {
    env: { ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('exit code and output tell what came of it', () => {
  writeFileSync(join(directory, 'a.yaml'), 'id: a\nname: A\nwhen: {orders: {exists: true}}\n');
  expect(run(['check', directory])).toEqual({ status: 0, stdout: '1 definition is good.\n', stderr: '' });
  writeFileSync(join(directory, 'b.yaml'), 'id: b\nname: B\nwhen: {segment: c}\n');
  expect(run(['check', directory])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('b.yaml:3: when.segment: there is no segment c'),
  });
  expect(run(['check', join(directory, 'absent')])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/absent: is not there: name the directory that holds the definitions\n$/),
  });
});

test('a wrong command or setting says what is right', () => {
  expect(run(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('apply DIR'), stderr: '' });
  expect(run(['publish', directory])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^publish is not a command[^]*Usage/),
  });
  expect(run(['apply', directory])).toMatchObject({
    status: 2,
    stderr: "KAFKA_BROKERS is not set: start one with 'npm run stack', or name your cluster's host:port[,...]\n",
  });
  const settings = { KAFKA_BROKERS: '127.0.0.1:9092', SCHEMA_REGISTRY_URL: 'ftp://x' };
  expect(run(['apply', directory], settings)).toMatchObject({
    status: 2,
    stderr: 'SCHEMA_REGISTRY_URL: ftp://x is not an http or https URL\n',
  });
  for (const zone of ['Mars', '+03:00']) {
    expect(run(['check', directory], { ACCOUNT_TIME_ZONE: zone })).toMatchObject({
      status: 2,
      stderr: `ACCOUNT_TIME_ZONE: ${zone} is not an IANA time zone such as Europe/Moscow\n`,
    });
  }
  expect(run(['apply', directory, '--wait', '1m'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^--wait 1m is not a whole number of seconds/),
  });
});

test('apply says what it waits for, and gives up', () => {
  rmSync(join(directory, 'b.yaml'), { force: true });
  const nobody = { KAFKA_BROKERS: '127.0.0.1:1', SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1' };
  expect(run(['apply', directory, '--wait', '3'], nobody)).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^Waiting for Kafka at 127\.0\.0\.1:1: [^\n]*\nGave up after 3 s of waiting for Kafka at 127\.0\.0\.1:1 [^\n]*\n$/,
    ),
  });
});
