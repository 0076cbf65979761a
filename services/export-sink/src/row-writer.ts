import { type DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLInputValue>>;

/** Writes rows of one table; a row with the same key is replaced, or, with `ignore`, kept. */
export function createRowWriter(
  database: DatabaseSync,
  table: string,
  columns: readonly string[],
  onConflict: 'replace' | 'ignore',
): (row: Row) => void {
  const statement: StatementSync = database.prepare(
    `INSERT OR ${onConflict.toUpperCase()} INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  return (row) => void statement.run(...columns.map((column) => row[column] ?? null));
}

/** RFC 3339 in UTC. */
export function instantText(instant: number): string {
  return new Date(instant).toISOString();
}
