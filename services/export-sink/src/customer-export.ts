import { suggest } from '@weir/engine';
import { type DatabaseSync } from 'node:sqlite';
import { UsageError } from './export-arguments.ts';
import { exportColumns } from './export-columns.ts';

const usualColumns = [
  'customer_id',
  'first_name',
  'last_name',
  'email',
  'phone',
  'city',
  'manager_id',
  'source',
  'email_consent',
  'sms_consent',
  'segments',
];

export type ExportRow = Readonly<Record<string, string | number | null>>;

export interface CustomerExport {
  readonly columns: readonly string[];
  /** In the order of customer ids, read one by one. */
  readonly rows: Iterable<ExportRow>;
}

/** Customers of one segment, or all, from one state of the database. Throws a UsageError for a column or segment that is not there. */
export function exportCustomers(
  database: DatabaseSync,
  segment: string | null,
  chosen: readonly string[] | null,
): CustomerExport {
  const columns = chosen ?? (segment === null ? usualColumns : [...usualColumns, 'since']);
  for (const column of columns) assertColumn(column, segment);
  database.exec('BEGIN');
  if (segment !== null) assertSegment(database, segment);
  const selected = columns.map((column) => `${expressions[column] ?? `c.${column}`} AS ${column}`).join(', ');
  const from = 'customers c LEFT JOIN memberships m ON m.customer_id = c.customer_id AND m.segment_id = :segment';
  const where = segment === null ? '' : 'WHERE m.segment_id IS NOT NULL';
  const statement = database.prepare(`SELECT ${selected} FROM ${from} ${where} ORDER BY c.customer_id`);
  return { columns, rows: statement.iterate({ segment }) as unknown as Iterable<ExportRow> };
}

const expressions: Readonly<Record<string, string>> = {
  segments:
    "(SELECT coalesce(group_concat(segment_id, ' ' ORDER BY segment_id), '') FROM memberships s WHERE s.customer_id = c.customer_id)",
  since: 'm.since',
};

function assertColumn(column: string, segment: string | null): void {
  if (!exportColumns.includes(column)) {
    throw new UsageError(
      `no such column: ${column}${meaning(column, exportColumns)} Known: ${exportColumns.join(', ')}`,
    );
  }
  if (column === 'since' && segment === null)
    throw new UsageError('the column since needs --segment: since when in which?');
}

function assertSegment(database: DatabaseSync, segment: string): void {
  const known = database
    .prepare('SELECT segment_id FROM segments UNION SELECT segment_id FROM memberships ORDER BY 1')
    .all()
    .map((row) => String(row['segment_id']));
  if (known.includes(segment)) return;
  const listed = known.length === 0 ? ' There is none yet.' : ` Known: ${known.slice(0, 30).join(', ')}`;
  throw new UsageError(`no such segment: ${segment}${meaning(segment, known)}${listed}`);
}

function meaning(word: string, known: readonly string[]): string {
  const near = suggest(word, known);
  return near === undefined ? '.' : `; did you mean ${near}?`;
}
