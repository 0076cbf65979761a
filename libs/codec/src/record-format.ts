import type avsc from 'avsc';
import { ownType, writerType } from './avro-types.ts';
import { compileScan } from './byte-scan.ts';
import { CodecError } from './codec-error.ts';
import { ScanCursor } from './scan-cursor.ts';
import { parseSchema, shortName, type RecordNode, type SchemaNode } from './schema-tree.ts';

/** Reads the value that starts at `start` and ends with the bytes. */
export type RecordReader = (bytes: Buffer, start: number) => unknown;

/** How the values of one topic become Avro, and Avro of any compatible schema becomes such values. */
export interface RecordFormat {
  /**
   * Writes the value at `start`; returns the offset of its end, or as a negative number how many bytes are missing.
   * Throws WEIR_RECORD_UNENCODABLE when the value is not of the schema.
   */
  write(value: unknown, target: Buffer, start: number): number;
  /** Of what was written with `writerSchema`. Throws an Error when the two schemas do not go together. */
  createReader(writerSchema: unknown): RecordReader;
}

export function createRecordFormat(schema: unknown): RecordFormat {
  const type = ownType(schema);
  const tags = recordTags(parseSchema(schema));
  return {
    write(value, target, start) {
      const avroValue = tags === null ? value : tagged(value, tags);
      try {
        return type.encode(avroValue, target, start);
      } catch (cause) {
        throw unencodable(type, avroValue, cause);
      }
    },
    createReader: (writerSchema) => createReader(type, tags !== null, writerSchema),
  };
}

/** A topic of several record types has a union as its schema: short name to full name of each. Null for other topics. */
function recordTags(node: SchemaNode): ReadonlyMap<unknown, string> | null {
  if (node.kind !== 'union') return null;
  const records = node.branches.filter((branch): branch is RecordNode => branch.kind === 'record');
  return new Map(records.map(({ name }) => [shortName(name), name]));
}

/** To avsc a value of such a union is an object with one key, the full name of the record. */
function tagged(value: unknown, tags: ReadonlyMap<unknown, string>): unknown {
  const { type } = value as { type: unknown };
  const name = tags.get(type);
  if (name !== undefined) return { [name]: value };
  throw new CodecError(
    'WEIR_RECORD_UNENCODABLE',
    `type: ${String(type)} is not one of ${[...tags.keys()].join(', ')}.`,
  );
}

function untagged(wrapped: object): unknown {
  for (const [name, value] of Object.entries(wrapped)) return { type: shortName(name), ...(value as object) };
  return wrapped;
}

function createReader(own: avsc.Type, isTagged: boolean, writerSchema: unknown): RecordReader {
  const writer = writerType(writerSchema);
  const resolver = own.fingerprint().equals(writer.fingerprint()) ? undefined : own.createResolver(writer);
  const scan = compileScan(parseSchema(writerSchema));
  return (bytes, start) => {
    const cursor = new ScanCursor(bytes, start);
    try {
      scan(cursor);
      if (cursor.remaining() > 0) throw new RangeError(`${cursor.remaining()} bytes too many`);
      const value: unknown = own.decode(bytes, start, resolver).value;
      return isTagged ? untagged(value as object) : value;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CodecError('WEIR_RECORD_UNDECODABLE', `The bytes are not a value of their schema: ${reason}.`, {
        cause,
      });
    }
  };
}

function unencodable(type: avsc.Type, value: unknown, cause: unknown): CodecError {
  const paths: string[] = [];
  try {
    type.isValid(value, {
      errorHook: (path, found, expected) =>
        paths.push(
          `${path.join('.')}: ${typeof found === 'object' ? JSON.stringify(found) : String(found)} is no ${expected.branchName ?? expected.typeName}`,
        ),
    });
  } catch {
    // The value is so odd that it cannot even be checked: the cause must do.
  }
  return new CodecError('WEIR_RECORD_UNENCODABLE', paths.join('; ') || String(cause), { cause });
}
