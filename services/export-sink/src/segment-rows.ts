import { type Definition } from '@weir/codec';
import { type DatabaseSync } from 'node:sqlite';
import { createRowWriter, type Row } from './row-writer.ts';

/** Keeps the table `segments`: which segments there are, and what they are called. */
export class SegmentRows {
  readonly #database: DatabaseSync;
  readonly #write: (row: Row) => void;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#write = createRowWriter(database, 'segments', ['segment_id', 'name', 'enabled'], 'replace');
  }

  put({ kind, id, document, enabled }: Definition): void {
    if (kind === 'SEGMENT') this.#write({ segment_id: id, name: nameOf(document) ?? id, enabled: enabled ? 1 : 0 });
  }

  /** By the key of the definition, such as `segment/tea-lovers`. */
  remove(key: string): void {
    const id = /^segment\/(.+)$/.exec(key)?.[1];
    if (id !== undefined) this.#database.prepare('DELETE FROM segments WHERE segment_id = ?').run(id);
  }
}

function nameOf(document: string): string | undefined {
  try {
    const { name } = JSON.parse(document) as { name?: unknown };
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
