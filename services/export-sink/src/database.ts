import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Grows with the schema; a file of another version is refused, and can be built anew from Kafka. */
const schemaVersion = 1;

/**
 * Instants are RFC 3339 text in UTC and dates YYYY-MM-DD, so that both read and sort as they are; lists and maps are JSON.
 * `partition` says which partition of Kafka a row came from.
 */
const schema = `
  CREATE TABLE positions (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL,
    PRIMARY KEY (topic, partition)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE segments (segment_id TEXT PRIMARY KEY, name TEXT NOT NULL, enabled INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE customers (
    customer_id TEXT PRIMARY KEY, partition INTEGER NOT NULL,
    first_name TEXT, last_name TEXT, email TEXT, phone TEXT, sex TEXT, birthday TEXT,
    city TEXT, region TEXT, country TEXT, locale TEXT, time_zone TEXT, site TEXT, manager_id TEXT,
    source TEXT, medium TEXT, campaign TEXT, content TEXT, keyword TEXT,
    tags TEXT NOT NULL, vip INTEGER NOT NULL, bad INTEGER NOT NULL,
    email_consent TEXT NOT NULL, sms_consent TEXT NOT NULL,
    loyalty_program TEXT, loyalty_status TEXT, loyalty_level TEXT, loyalty_balance INTEGER,
    custom TEXT NOT NULL, orders TEXT NOT NULL, created_at TEXT, updated_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE memberships (
    customer_id TEXT NOT NULL, segment_id TEXT NOT NULL, since TEXT NOT NULL, seq INTEGER NOT NULL, partition INTEGER NOT NULL,
    PRIMARY KEY (customer_id, segment_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX memberships_by_segment ON memberships (segment_id, since);
  CREATE TABLE transitions (
    event_id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, partition INTEGER NOT NULL,
    segment_id TEXT NOT NULL, segment_version INTEGER NOT NULL, seq INTEGER NOT NULL,
    type TEXT NOT NULL, effective_at TEXT NOT NULL, decided_at TEXT NOT NULL,
    cause TEXT NOT NULL, silent INTEGER NOT NULL, evidence TEXT NOT NULL
  ) STRICT;
  CREATE INDEX transitions_by_segment ON transitions (segment_id, effective_at);
  CREATE INDEX transitions_by_customer ON transitions (customer_id, effective_at);
  CREATE TABLE erasures (customer_hash TEXT PRIMARY KEY, erased_at TEXT NOT NULL, partition INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${schemaVersion};
`;

export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: 'WEIR_DATABASE_VERSION' | 'WEIR_DATABASE_MISSING' | 'WEIR_DATABASE_LOCKED';

  constructor(code: DatabaseError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Opens the database for writing, creating it when absent. Readers beside it are not held up: the journal is a write-ahead log. */
export function openDatabase(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 10_000 });
  // FULL: a position must not be on disk without the rows that it vouches for, nor be lost when Kafka has let go of what lies before it.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
  const version = versionOf(database);
  if (version === 0) inTransaction(database, () => database.exec(schema));
  else assertVersion(file, version);
  return database;
}

/** Opens the database for reading only. */
export function openForReading(file: string): DatabaseSync {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  } catch (error) {
    throw new DatabaseError('WEIR_DATABASE_MISSING', `cannot open ${file}: ${(error as Error).message}`);
  }
  const version = versionOf(database);
  if (version === 0) throw new DatabaseError('WEIR_DATABASE_MISSING', `${file} holds nothing yet`);
  assertVersion(file, version);
  return database;
}

/** Everything that `work` writes is there afterwards, or nothing of it when it throws. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

function assertVersion(file: string, version: number): void {
  if (version === schemaVersion) return;
  throw new DatabaseError(
    'WEIR_DATABASE_VERSION',
    `${file} has schema version ${version}, this program reads ${schemaVersion}: remove the file, it is built anew from Kafka`,
  );
}
