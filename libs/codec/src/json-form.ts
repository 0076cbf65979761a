import { isUtf8 } from 'node:buffer';
import type { RecordName, RecordOf } from './generated/records.ts';
import { schemas } from './generated/schemas.ts';
import { compileJsonReader, type JsonReader } from './json-reader.ts';
import { notJson } from './not-json.ts';
import { compileJsonWriter, type JsonWriter } from './json-writer.ts';
import { ProblemList, type JsonProblem } from './problem-list.ts';
import { addRuleProblems } from './record-rules.ts';
import { addRepeatedKeys, countKeys } from './repeated-keys.ts';
import { parseSchema } from './schema-tree.ts';

export type JsonFormResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly JsonProblem[] };

const readers = new Map<RecordName, JsonReader>();
const writers = new Map<RecordName, JsonWriter>();

/**
 * Reads the JSON form of a record, already parsed: the same fields, timestamps as RFC 3339, dates as YYYY-MM-DD, what is absent
 * null or empty. Everything that is wrong with it is told at once. Whether `occurredAt` lies too far ahead is not looked at.
 */
export function readJsonForm<N extends RecordName>(name: N, json: unknown): JsonFormResult<RecordOf<N>> {
  const list = new ProblemList();
  return resultOf(read(name, json, list), list);
}

/**
 * As `readJsonForm`, from the bytes of a JSON text in UTF-8. Refuses also what only the text shows: that it is not JSON, and a key that
 * stands twice in one object, of which `JSON.parse` would drop the first without a word.
 */
export function readJsonText<N extends RecordName>(name: N, bytes: Buffer): JsonFormResult<RecordOf<N>> {
  const list = new ProblemList();
  if (!isUtf8(bytes)) return { ok: false, problems: [{ field: '', reason: 'is not UTF-8' }] };
  const text = bytes.toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [{ field: '', reason: notJson(error as Error) }] };
  }
  const value = read(name, json, list);
  if (list.problems.length === 0 && countKeys(bytes) !== list.keys) addRepeatedKeys(text, list);
  return resultOf(value, list);
}

function read<N extends RecordName>(name: N, json: unknown, list: ProblemList): RecordOf<N> {
  const value = readerOf(name)(json, list) as RecordOf<N>;
  if (list.problems.length === 0) addRuleProblems(name, value, list);
  return value;
}

function resultOf<T>(value: T, { problems }: ProblemList): JsonFormResult<T> {
  return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
}

/** The JSON form of a record; what is null or empty is left out. */
export function writeJsonForm<N extends RecordName>(name: N, value: RecordOf<N>): Record<string, unknown> {
  return writerOf(name)(value) as Record<string, unknown>;
}

function readerOf(name: RecordName): JsonReader {
  let reader = readers.get(name);
  if (reader === undefined) readers.set(name, (reader = compileJsonReader(parseSchema(schemas[name]))));
  return reader;
}

function writerOf(name: RecordName): JsonWriter {
  let writer = writers.get(name);
  if (writer === undefined) writers.set(name, (writer = compileJsonWriter(parseSchema(schemas[name]))));
  return writer;
}
