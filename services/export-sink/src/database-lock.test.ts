import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDatabase } from './database-lock.ts';
import { openDatabase, openForReading } from './database.ts';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'weir-lock-'));
  file = join(directory, 'state', 'export.sqlite');
});

afterEach(() => rmSync(directory, { recursive: true }));

const refusal = {
  code: 'WEIR_DATABASE_LOCKED',
  get message() {
    return `another export-sink writes to ${file}: give each its own STATE_DIR or EXPORT_DATABASE`;
  },
};

function refused(): unknown {
  try {
    lockDatabase(file).release();
    return null;
  } catch (error) {
    return error;
  }
}

describe('the lock of the database', () => {
  test('refuses a second writer, until the first lets go', () => {
    const lock = lockDatabase(file);
    expect(refused()).toMatchObject(refusal);
    lock.release();
    expect(refused()).toBeNull();
  });

  test('is one per file', () => {
    const lock = lockDatabase(file);
    lockDatabase(join(directory, 'other.sqlite')).release();
    lock.release();
  });

  test('hinders no reader', () => {
    const lock = lockDatabase(file);
    const database = openDatabase(file);
    const reader = openForReading(file);
    expect(reader.prepare('SELECT count(*) AS n FROM customers').get()).toEqual({ n: 0 });
    reader.close();
    database.close();
    lock.release();
  });

  test('ends with its process, even one that is killed', async () => {
    lockDatabase(file).release();
    const program = `
      const lock = new (require('node:sqlite').DatabaseSync)(process.argv[1]);
      lock.exec('BEGIN EXCLUSIVE');
      process.stdout.write('locked');
      setInterval(() => lock.isOpen, 1000);
    `;
    const writer = spawn(process.execPath, ['-e', program, `${file}-lock`], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(writer, 'exit');
    try {
      await once(writer.stdout, 'data');
      expect(refused()).toMatchObject(refusal);
    } finally {
      writer.kill('SIGKILL');
      await ended;
    }
    expect(refused()).toBeNull();
  });
});
