import { parseArgs } from 'node:util';
import { exportColumns } from './export-columns.ts';

export interface ExportArguments {
  readonly database: string;
  /** Null: all customers. */
  readonly segment: string | null;
  readonly format: 'csv' | 'ndjson';
  /** Null: standard output. */
  readonly out: string | null;
  /** Null: the usual ones. */
  readonly columns: readonly string[] | null;
}

/** The command was called wrongly; the message says how it is called rightly. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'WEIR_ARGUMENTS_INVALID';
}

export const usage = `Writes customers to a file, or to standard output.

  npm run export -- [--segment ID] [--format csv|ndjson] [--out FILE] [--columns a,b,c] [--database FILE]

  --segment ID      only the customers who are in this segment now, with the instant since when
  --format          csv (RFC 4180, the default) or ndjson (one JSON object a line)
  --out FILE        written beside it first and then moved, so that it is never there in part; without it standard output:
                    then say npm run -s export, or npm's own banner comes first
  --columns a,b,c   these columns in this order; there are the ones below
  --database FILE   the SQLite file of the export-sink; by default EXPORT_DATABASE, or export.sqlite in STATE_DIR

Columns: ${exportColumns.join(' ')}
`;

/** Null when help was asked for. */
export function readArguments(argv: readonly string[], defaultDatabase: string | null): ExportArguments | null {
  const values = parse(argv);
  if (values.help === true) return null;
  const database = values.database ?? defaultDatabase;
  if (database === null) {
    throw new UsageError(
      'which database? Name the SQLite file of the export-sink with --database FILE, or set EXPORT_DATABASE',
    );
  }
  const format = values.format ?? 'csv';
  if (format !== 'csv' && format !== 'ndjson') throw new UsageError(`--format ${format}: must be csv or ndjson`);
  const columns = values.columns?.split(',').map((column) => column.trim()) ?? null;
  return { database, segment: values.segment ?? null, format, out: values.out ?? null, columns };
}

function parse(argv: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      args: [...argv],
      options: {
        segment: text,
        format: text,
        out: text,
        columns: text,
        database: text,
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
