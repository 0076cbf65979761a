import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export const maxLineBytes = 1024 * 1024;

/** One line without its end; null when it is longer than `maxLineBytes`. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer | null;
}

const chunkBytes = 1024 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The lines of a file or pipe, plain or gzip (told by its first two bytes, whatever its name), many at a time. Line ends may be
 * LF or CRLF, the last may be missing; a byte order mark at the beginning is left out. Memory is bounded by the longest line allowed.
 * Rejects when the file cannot be read or its gzip data are damaged or cut off.
 */
export async function* readLines(path: string): AsyncGenerator<Line[]> {
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  let number = 0;
  const finish = (tail: Buffer): Line => {
    number += 1;
    const whole = carried.length === 0 ? tail : Buffer.concat([...carried, tail]);
    const bytes = carriedBytes + tail.length > maxLineBytes ? null : trimmed(whole, number);
    carried = [];
    carriedBytes = 0;
    return { number, bytes };
  };
  for await (const chunk of readChunks(path)) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      lines.push(finish(chunk.subarray(start, end)));
      start = end + 1;
    }
    carriedBytes += chunk.length - start;
    if (carriedBytes <= maxLineBytes) carried.push(chunk.subarray(start));
    else carried = [];
    yield lines;
  }
  if (carriedBytes > 0) yield [finish(Buffer.alloc(0))];
}

function trimmed(line: Buffer, number: number): Buffer {
  const start = number === 1 && line.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
  const end = line.at(-1) === carriageReturn ? line.length - 1 : line.length;
  return line.subarray(start, end);
}

async function* readChunks(path: string): AsyncGenerator<Buffer> {
  const raw: AsyncIterator<Buffer> = createReadStream(path, { highWaterMark: chunkBytes })[Symbol.asyncIterator]();
  const head = await readAtLeast(raw, 2);
  const whole = joined(head, raw);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // The error reaches the reader of `gunzip`: the callback has nothing to add.
  pipeline(Readable.from(whole), gunzip, () => undefined);
  for await (const chunk of gunzip) yield chunk as Buffer;
}

async function readAtLeast(raw: AsyncIterator<Buffer>, length: number): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < length) {
    const next = await raw.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
