import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCustomer, buildProfile, noon } from '@weir/delivery/testing';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { CustomerRows } from './customer-rows.ts';
import { inTransaction, openDatabase } from './database.ts';
import { runExport } from './export-command.ts';
import { SegmentRows } from './segment-rows.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'weir-export-'));
  file = join(directory, 'export.sqlite');
});
afterEach(() => rmSync(directory, { recursive: true }));

function fill(profiles: Record<string, Parameters<typeof buildProfile>[0]>): void {
  const database = openDatabase(file);
  const customers = new CustomerRows(database);
  inTransaction(database, () => {
    new SegmentRows(database).put({
      kind: 'SEGMENT',
      id: 'nobody',
      version: 1,
      document: '{"name":"Nobody"}',
      updatedAt: noon,
      enabled: true,
    });
    for (const [customerId, profile] of Object.entries(profiles)) {
      customers.put(buildCustomer({ customerId, profile: buildProfile(profile) }), 0);
    }
  });
  database.close();
}

async function exportOf(...argv: string[]) {
  const chunks: Buffer[] = [];
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const said: string[] = [];
  const status = await runExport({ argv, defaultDatabase: file, stdout, say: (line) => said.push(`${line}\n`) });
  return { status, stdout: Buffer.concat(chunks).toString(), stderr: said.join('') };
}

describe('npm run export', () => {
  test('writes the customers of a segment as RFC 4180', async () => {
    fill({ 'c-1': {}, 'c-2': { firstName: 'O"Neil, Jr.\nII', phone: null } });
    const { status, stdout, stderr } = await exportOf(
      '--segment',
      'tea',
      '--columns',
      'customer_id,first_name,phone,since',
    );
    expect(stdout).toBe(
      'customer_id,first_name,phone,since\r\n' +
        'c-1,Anna,+79161234567,2026-03-01T12:00:00.000Z\r\n' +
        'c-2,"O""Neil, Jr.\nII",,2026-03-01T12:00:00.000Z\r\n',
    );
    expect(stderr).toBe('2 customers\n');
    expect(status).toBe(0);
  });

  test('defuses what a spreadsheet would run', async () => {
    fill({
      'c-1': {
        firstName: '=HYPERLINK("http://evil")',
        lastName: '@SUM(A1)',
        city: '-2+3',
        region: '\tx',
        phone: '+7+1',
      },
    });
    const { stdout } = await exportOf('--columns', 'first_name,last_name,city,region,phone');
    expect(stdout.split('\r\n')[1]).toBe(`"'=HYPERLINK(""http://evil"")",'@SUM(A1),'-2+3,'\tx,'+7+1`);
  });

  test('writes a file whole, for its owner alone', async () => {
    fill({ 'c-1': {} });
    const out = join(directory, 'tea.csv');
    writeFileSync(out, 'the one before');
    const { status, stdout } = await exportOf('--segment', 'tea', '--out', out);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(readFileSync(out, 'utf8')).toMatch(/^customer_id,.*\r\nc-1,Anna,/);
    expect(readdirSync(directory).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('leaves the file before in place when it fails', async () => {
    fill({ 'c-1': {} });
    const { status, stderr } = await exportOf('--out', join(directory, 'missing', 'tea.csv'));
    expect(status).toBe(1);
    expect(stderr).toContain('ENOENT');
  });

  test('writes JSON lines', async () => {
    fill({ 'c-1': { custom: { size: 1 } } });
    const { stdout } = await exportOf('--format', 'ndjson', '--columns', 'customer_id,vip,sex,segments,custom');
    expect(stdout).toBe('{"customer_id":"c-1","vip":0,"sex":null,"segments":"tea","custom":"{\\"size\\":1}"}\n');
  });

  test('of a segment without members is a header', async () => {
    fill({ 'c-1': {} });
    const { status, stdout } = await exportOf('--segment', 'nobody', '--columns', 'customer_id');
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'customer_id\r\n' });
  });

  test.each([
    [['--segment', 'nobdy'], 'no such segment: nobdy; did you mean nobody? Known: nobody, tea'],
    [['--columns', 'customer_id,emial'], 'no such column: emial; did you mean email?'],
    [['--columns', 'customer_id FROM customers; DROP TABLE customers; --'], 'no such column: '],
    [['--columns', 'since'], 'the column since needs --segment'],
    [['--format', 'xlsx'], '--format xlsx: must be csv or ndjson'],
    [['--segmnet', 'tea'], "'--segmnet'"],
  ])('refuses %j and says why', async (args, message) => {
    fill({ 'c-1': {} });
    const { status, stdout, stderr } = await exportOf(...args);
    expect(stderr).toContain(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('without a database says where it comes from, and creates none', async () => {
    const { status, stderr } = await exportOf();
    expect(status).toBe(1);
    expect(stderr).toContain(`cannot open ${file}`);
    expect(stderr).toContain('The export-sink writes this file');
    expect(readdirSync(directory)).toEqual([]);
  });

  test('is a program that explains itself, and takes its database from the environment', () => {
    fill({ 'c-1': {} });
    const run = (...args: string[]) => {
      const argv = ['--conditions=development', join(import.meta.dirname, 'export-main.ts'), ...args];
      return spawnSync(process.execPath, argv, { encoding: 'utf8', env: { EXPORT_DATABASE: file } });
    };
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--segment ID') });
    expect(run('--columns', 'customer_id')).toMatchObject({
      status: 0,
      stdout: 'customer_id\r\nc-1\r\n',
      stderr: '1 customers\n',
    });
  });
});
