import { stringify } from 'csv-stringify';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { defuse } from './cell.ts';
import { type CustomerExport, type ExportRow } from './customer-export.ts';

/** Writes the file beside its place, makes sure that it is on disk, and moves it there: whoever finds it finds all of it. */
export async function writeFileWhole<T>(file: string, write: (out: Writable) => Promise<T>): Promise<T> {
  const partial = `${file}.partial-${process.pid}`;
  try {
    const written = await write(createWriteStream(partial, { mode: 0o600 }));
    const handle = await open(partial, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(partial, file);
    return written;
  } finally {
    await rm(partial, { force: true });
  }
}

/** RFC 4180: a header, CRLF, quotes where they are needed. Resolves with the number of rows. */
export async function writeCsv({ columns, rows }: CustomerExport, out: Writable): Promise<number> {
  const counted = countRows(rows);
  const cells = Readable.from(mapRows(counted.rows, (row) => columns.map((column) => defuse(row[column] ?? null))));
  await pipeline(cells, stringify({ header: true, columns: [...columns], record_delimiter: 'windows' }), out);
  return counted.count();
}

/** One JSON object a line. Resolves with the number of rows. */
export async function writeNdjson({ columns, rows }: CustomerExport, out: Writable): Promise<number> {
  const counted = countRows(rows);
  const toLine = (row: ExportRow) =>
    `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column] ?? null])))}\n`;
  await pipeline(Readable.from(mapRows(counted.rows, toLine)), out);
  return counted.count();
}

function* mapRows<T>(rows: Iterable<ExportRow>, map: (row: ExportRow) => T): Generator<T> {
  for (const row of rows) yield map(row);
}

function countRows(rows: Iterable<ExportRow>) {
  let count = 0;
  function* counted(): Generator<ExportRow> {
    for (const row of rows) {
      count += 1;
      yield row;
    }
  }
  return { rows: counted(), count: () => count };
}
