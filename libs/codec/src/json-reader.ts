import { didYouMean } from './did-you-mean.ts';
import { isExactLong } from './exact-long.ts';
import { found, quoted, type ProblemList } from './problem-list.ts';
import { greatestDate, greatestInstant, leastDate, leastInstant, parseDate, parseInstant } from './rfc3339.ts';
import { dateProblem, instantProblem } from './rfc3339-problem.ts';
import {
  shortName,
  type EnumNode,
  type FieldNode,
  type Limits,
  type MapNode,
  type RecordNode,
  type SchemaNode,
  type UnionNode,
} from './schema-tree.ts';
import { textProblem } from './text-limits.ts';
import { TextPool } from './text-pool.ts';

/** The value that the JSON stands for. When it stands for none it says so in the list, and the result is of no use. */
export type JsonReader = (json: unknown, list: ProblemList) => unknown;

type JsonObject = Readonly<Record<string, unknown>>;

const noLimits: Limits = { minBytes: 0, maxBytes: Infinity, format: null, keys: null };

/** Compiles the reader of a schema of ours. The schema decides everything: there is no code for one type of record. */
export function compileJsonReader(node: SchemaNode, limits: Limits = noLimits): JsonReader {
  switch (node.kind) {
    case 'null':
      return (json, list) => (json === null ? null : list.add(`must be null, found ${found(json)}`));
    case 'boolean':
      return (json, list) =>
        typeof json === 'boolean' ? json : list.add(`must be true or false, found ${found(json)}`);
    case 'int':
    case 'long':
      if (node.logicalType === 'timestamp-millis') return readInstant;
      if (node.logicalType === 'date') return readDate;
      return (json, list) => (isExactLong(json) ? json : list.add(integerProblem(json, limits)));
    case 'float':
    case 'double':
      return (json, list) => (Number.isFinite(json) ? json : list.add(`must be a number, found ${found(json)}`));
    case 'string':
      return (json, list) => readText(json, limits, list);
    case 'enum':
      return compileEnum(node);
    case 'array':
      return compileArray(compileJsonReader(node.items));
    case 'map':
      return compileMap(node, limits.keys);
    case 'union':
      return compileUnion(node, limits);
    case 'record':
      return compileRecord(node);
    case 'bytes':
    case 'fixed':
      throw new Error(`There is no JSON form of ${node.kind}.`);
  }
}

function readInstant(json: unknown, list: ProblemList): unknown {
  if (typeof json !== 'string') {
    return list.add(`must be an RFC 3339 string such as "2017-01-01T11:53:26Z", found ${found(json)}`);
  }
  const instant = parseInstant(json);
  if (instant >= leastInstant && instant <= greatestInstant) return instant;
  return list.add(`${quoted(json)} ${instantProblem(json)}`);
}

function readDate(json: unknown, list: ProblemList): unknown {
  if (typeof json !== 'string') return list.add(`must be a date such as "1990-05-17", found ${found(json)}`);
  const day = parseDate(json);
  return day >= leastDate && day <= greatestDate ? day : list.add(`${quoted(json)} ${dateProblem(json)}`);
}

function integerProblem(json: unknown, { format }: Limits): string {
  if (typeof json !== 'number') return `must be an integer, found ${found(json)}`;
  if (Number.isInteger(json)) return `${json} is beyond 2^52, up to which integers are exact`;
  const hint = format === 'money' ? ': money is given in minor units, so that 12.50 is 1250' : '';
  return `${json} is not an integer${hint}`;
}

/** The texts of events recur, and each copy would be hashed anew wherever it is looked up. */
const pool = new TextPool();

function readText(json: unknown, limits: Limits, list: ProblemList): unknown {
  if (typeof json !== 'string') return list.add(`must be a string, found ${found(json)}`);
  if (!json.isWellFormed()) return list.add('contains half of a surrogate pair, which is no character');
  const problem = textProblem(json, limits);
  return problem === null ? pool.share(json) : list.add(problem);
}

function compileEnum({ symbols }: EnumNode): JsonReader {
  const known: ReadonlySet<unknown> = new Set(symbols);
  return (json, list) => {
    if (known.has(json)) return json;
    const hint = typeof json === 'string' ? didYouMean(json, symbols) : '';
    return list.add(`${quoted(json)} is not one of ${symbols.join(', ')}${hint}`);
  };
}

function compileArray(readItem: JsonReader): JsonReader {
  return (json, list) => {
    if (!Array.isArray(json)) return list.add(`must be an array, found ${found(json)}`);
    const items = new Array<unknown>(json.length);
    for (let i = 0; i < json.length; i++) {
      list.enter(i);
      items[i] = readItem(json[i], list);
      list.leave();
    }
    return items;
  };
}

function compileMap({ values }: MapNode, keys: readonly string[] | null): JsonReader {
  const readValue = compileJsonReader(values);
  return (json, list) => {
    if (!isObject(json)) return list.add(`must be an object, found ${found(json)}`);
    const entries: Record<string, unknown> = {};
    const written = Object.keys(json);
    list.keys += written.length;
    for (const key of written) {
      list.enter(key);
      const problem = keyProblem(key, keys);
      if (problem !== null) list.add(problem);
      else entries[key] = readValue(json[key], list);
      list.leave();
    }
    return entries;
  };
}

const keyLimits: Limits = { ...noLimits, maxBytes: 128 };

function keyProblem(key: string, keys: readonly string[] | null): string | null {
  if (key === '__proto__') return 'is not allowed as a name';
  if (keys !== null && !keys.includes(key)) return `is not one of ${keys.join(', ')}${didYouMean(key, keys)}`;
  return key.isWellFormed() ? textProblem(key, keyLimits) : 'contains half of a surrogate pair, which is no character';
}

function compileUnion(node: UnionNode, limits: Limits): JsonReader {
  const others = node.branches.filter(({ kind }) => kind !== 'null');
  const [only] = others;
  if (others.length === 1 && only !== undefined) {
    const read = compileJsonReader(only, limits);
    return (json, list) => (json === null ? null : read(json, list));
  }
  return others.every(({ kind }) => kind === 'record') ? compileTagged(others as RecordNode[]) : readScalar;
}

/** The value of a custom field. */
function readScalar(json: unknown, list: ProblemList): unknown {
  switch (typeof json) {
    case 'string':
      return readText(json, noLimits, list);
    case 'boolean':
      return json;
    case 'number':
      if (Number.isFinite(json) && (isExactLong(json) || !Number.isInteger(json))) return json;
      return list.add(`${json} is beyond 2^52, up to which integers are exact: give it as a string`);
    default:
      return json === null ? null : list.add(`must be a string, a number, true, false or null, found ${found(json)}`);
  }
}

/** One of several record types: `type` says which. */
function compileTagged(records: readonly RecordNode[]): JsonReader {
  const readers = new Map<unknown, JsonReader>(
    records.map((record) => [shortName(record.name), compileRecord(record)]),
  );
  return (json, list) => {
    if (!isObject(json)) return list.add(`must be an object, found ${found(json)}`);
    const { type, ...fields } = json;
    list.keys++;
    const read = readers.get(type);
    if (read === undefined)
      return list.addAt('type', `${quoted(type)} is not one of ${[...readers.keys()].join(', ')}`);
    return { type, ...(read(fields, list) as object | undefined) };
  };
}

interface FieldReader {
  readonly name: string;
  readonly read: JsonReader;
  /** Null: the field must be given. */
  readonly makeDefault: (() => unknown) | null;
  /** What to say when it is not. */
  readonly missing: string;
}

function compileRecord(node: RecordNode): JsonReader {
  const fields = node.fields.map(compileField);
  return (json, list) => {
    if (!isObject(json)) return list.add(`must be an object, found ${found(json)}`);
    const record: Record<string, unknown> = {};
    let present = 0;
    for (const { name, read, makeDefault, missing } of fields) {
      const value = json[name];
      if (value !== undefined) present++;
      if (value !== undefined && (value !== null || makeDefault === null)) {
        list.enter(name);
        record[name] = read(value, list);
        list.leave();
      } else if (makeDefault === null) list.addAt(name, missing);
      else record[name] = makeDefault();
    }
    const written = Object.keys(json).length;
    list.keys += written;
    if (written !== present) refuseUnknown(json, node, list);
    return record;
  };
}

/** Absent and null mean the default, which is null or empty for most. */
function compileField({ name, node, limits, defaultJson }: FieldNode): FieldReader {
  const read = compileJsonReader(node, limits);
  const missing = node.kind === 'enum' ? `is required: one of ${node.symbols.join(', ')}` : 'is required';
  return { name, read, missing, makeDefault: compileDefault(defaultJson) };
}

function compileDefault(json: unknown): FieldReader['makeDefault'] {
  if (json === undefined) return null;
  if (Array.isArray(json)) return () => [];
  return isObject(json) ? () => ({}) : () => json;
}

function refuseUnknown(json: JsonObject, { fields }: RecordNode, list: ProblemList): void {
  const names = fields.map(({ name }) => name);
  for (const key of Object.keys(json)) {
    if (names.includes(key)) continue;
    list.addAt(key, `is not a known field${didYouMean(key, names) || `; known are ${names.join(', ')}`}`);
  }
}

function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
