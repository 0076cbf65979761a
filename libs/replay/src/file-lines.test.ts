import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maxLineBytes, readLines } from './file-lines.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weir-lines-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function linesOf(content: Buffer | string): Promise<(string | null)[]> {
  const path = join(directory, 'input');
  await writeFile(path, content);
  const lines: (string | null)[] = [];
  for await (const batch of readLines(path)) {
    for (const line of batch) {
      lines.push(line.bytes?.toString() ?? null);
      expect(line.number).toBe(lines.length);
    }
  }
  return lines;
}

describe('readLines', () => {
  test('takes LF and CRLF, with or without an end of the last line', async () => {
    expect(await linesOf('a\nb\r\nc')).toEqual(['a', 'b', 'c']);
    expect(await linesOf('a\n\nb\n')).toEqual(['a', '', 'b']);
    expect(await linesOf('')).toEqual([]);
    expect(await linesOf('x')).toEqual(['x']);
  });

  test('leaves out a byte order mark at the beginning only', async () => {
    expect(await linesOf('\uFEFFa\n\uFEFFb')).toEqual(['a', '\uFEFFb']);
  });

  test('reads gzip whatever the name, also of several members', async () => {
    expect(await linesOf(Buffer.concat([gzipSync('a\nb'), gzipSync('c\nd\n')]))).toEqual(['a', 'bc', 'd']);
  });

  test('rejects gzip data that are cut off', async () => {
    const whole = gzipSync('a\n'.repeat(1000));
    await expect(linesOf(whole.subarray(0, whole.length - 10))).rejects.toThrow('unexpected end of file');
  });

  test('rejects a file that does not exist', async () => {
    await expect(readLines(join(directory, 'absent')).next()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('reports a line above the limit and goes on with the next', async () => {
    const long = 'x'.repeat(maxLineBytes);
    expect(await linesOf(`${long}y\na\n${long}\nb\n${long.repeat(3)}\nc`)).toEqual([null, 'a', long, 'b', null, 'c']);
  });

  test('does not care where the chunks are cut', async () => {
    const line = fc.oneof(
      fc.constant(''),
      fc.string({ maxLength: 20 }),
      fc.integer({ min: 400_000, max: 700_000 }).map((n) => 'é'.repeat(n / 2)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
        const clean = lines.map((text) => text.replace(/[\r\n\uFEFF]/g, ' '));
        expect(await linesOf(clean.map((text) => `${text}\n`).join(''))).toEqual(clean);
      }),
      { numRuns: 30 },
    );
  });
});
