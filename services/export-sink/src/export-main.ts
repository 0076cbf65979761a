import { join } from 'node:path';
import { DatabaseError, openForReading } from './database.ts';
import { type ExportArguments, readArguments, usage, UsageError } from './export-arguments.ts';
import { exportCustomers } from './customer-export.ts';
import { writeCsv, writeFileWhole, writeNdjson } from './write-export.ts';

try {
  const { EXPORT_DATABASE, STATE_DIR } = process.env;
  const fromState = STATE_DIR === undefined ? null : join(STATE_DIR, 'export.sqlite');
  const given = readArguments(process.argv.slice(2), EXPORT_DATABASE ?? fromState);
  if (given === null) process.stdout.write(usage);
  else await exportTo(given);
} catch (error) {
  // Whoever reads our output, such as `head`, has had enough of it.
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
  process.stderr.write(`export: ${(error as Error).message}\n${hintFor(error)}`);
  process.exit(error instanceof UsageError ? 2 : 1);
}

async function exportTo({ database: file, segment, columns, format, out }: ExportArguments): Promise<void> {
  const database = openForReading(file);
  try {
    const found = exportCustomers(database, segment, columns);
    const write = format === 'csv' ? writeCsv : writeNdjson;
    let count = 0;
    if (out === null) count = await write(found, process.stdout);
    else await writeFileWhole(out, async (stream) => void (count = await write(found, stream)));
    process.stderr.write(`${count} customers${out === null ? '' : ` written to ${out}`}\n`);
  } finally {
    database.close();
  }
}

function hintFor(error: unknown): string {
  if (error instanceof UsageError) return 'See npm run export -- --help\n';
  if (!(error instanceof DatabaseError) || error.code !== 'WEIR_DATABASE_MISSING') return '';
  return 'The export-sink writes this file: start it, and give both the same EXPORT_DATABASE, or name the file with --database.\n';
}
