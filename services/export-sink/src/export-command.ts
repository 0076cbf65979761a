import { type Writable } from 'node:stream';
import { type CustomerExport, exportCustomers } from './customer-export.ts';
import { DatabaseError, openForReading } from './database.ts';
import { type ExportArguments, readArguments, usage, UsageError } from './export-arguments.ts';
import { writeCsv, writeFileWhole, writeNdjson } from './write-export.ts';

export interface CommandContext {
  readonly argv: readonly string[];
  /** The database when none is named; null: it must be. */
  readonly defaultDatabase: string | null;
  readonly stdout: Writable;
  readonly say: (line: string) => void;
}

/** Runs the command; resolves with its exit code: 0, 1 when it failed, 2 when it was called wrongly. */
export async function runExport({ argv, defaultDatabase, stdout, say }: CommandContext): Promise<number> {
  try {
    const given = readArguments(argv, defaultDatabase);
    if (given === null) stdout.write(usage);
    else say(await exportTo(given, stdout));
    return 0;
  } catch (error) {
    // Whoever reads our output, such as `head`, has had enough of it.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return 0;
    say(`export: ${(error as Error).message}`);
    for (const hint of hintsFor(error)) say(hint);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function exportTo(given: ExportArguments, stdout: Writable): Promise<string> {
  const { out } = given;
  const database = openForReading(given.database);
  try {
    const found = exportCustomers(database, given.segment, given.columns);
    const write = (to: Writable): Promise<number> => formats[given.format](found, to);
    if (out === null) return `${await write(stdout)} customers`;
    return `${await writeFileWhole(out, write)} customers written to ${out}`;
  } finally {
    database.close();
  }
}

const formats: Readonly<Record<ExportArguments['format'], (found: CustomerExport, out: Writable) => Promise<number>>> =
  {
    csv: writeCsv,
    ndjson: writeNdjson,
  };

function hintsFor(error: unknown): string[] {
  if (error instanceof UsageError) return ['See npm run export -- --help'];
  if (!(error instanceof DatabaseError) || error.code !== 'WEIR_DATABASE_MISSING') return [];
  return [
    'The export-sink writes this file: start it, and give both the same EXPORT_DATABASE, or name the file with --database.',
  ];
}
