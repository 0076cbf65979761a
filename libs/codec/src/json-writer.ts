import { greatestInstant, leastInstant, writeDate, writeInstant } from './rfc3339.ts';
import { shortName, type RecordNode, type SchemaNode, type UnionNode } from './schema-tree.ts';

/** The JSON of a value. */
export type JsonWriter = (value: unknown) => unknown;

const asItIs: JsonWriter = (value) => value;

/** Compiles the writer of a schema of ours: the counterpart of `compileJsonReader`. */
export function compileJsonWriter(node: SchemaNode): JsonWriter {
  switch (node.kind) {
    case 'int':
    case 'long':
      if (node.logicalType === 'timestamp-millis') return writeIfInstant;
      return node.logicalType === 'date' ? writeIfDate : asItIs;
    case 'array': {
      const writeItem = compileJsonWriter(node.items);
      return (value) => (value as unknown[]).map(writeItem);
    }
    case 'map': {
      const writeEntry = compileJsonWriter(node.values);
      return (value) =>
        Object.fromEntries(Object.entries(value as object).map(([key, entry]) => [key, writeEntry(entry)]));
    }
    case 'union':
      return compileUnion(node);
    case 'record':
      return compileRecord(node);
    default:
      return asItIs;
  }
}

/** A number that no calendar of four-digit years has is left a number: a writer does not refuse what was accepted before. */
function writeIfInstant(value: unknown): unknown {
  const instant = value as number;
  return instant >= leastInstant && instant <= greatestInstant ? writeInstant(instant) : instant;
}

function writeIfDate(value: unknown): unknown {
  const day = value as number;
  const instant = day * 86_400_000;
  return instant >= leastInstant && instant <= greatestInstant ? writeDate(day) : day;
}

function compileUnion({ branches }: UnionNode): JsonWriter {
  const others = branches.filter(({ kind }) => kind !== 'null');
  const [only] = others;
  if (others.length === 1 && only !== undefined) {
    const write = compileJsonWriter(only);
    return (value) => (value === null ? null : write(value));
  }
  const writers = new Map<unknown, JsonWriter>();
  for (const branch of others)
    if (branch.kind === 'record') writers.set(shortName(branch.name), compileJsonWriter(branch));
  if (writers.size === 0) return asItIs;
  return (value) => {
    const { type } = value as { type: unknown };
    return { type, ...(writers.get(type)?.(value) as object) };
  };
}

/** What is null or empty is left out: reading puts it back. */
function compileRecord({ fields }: RecordNode): JsonWriter {
  const writers = fields.map(({ name, node }) => ({ name, write: compileJsonWriter(node), isEmpty: emptiness(node) }));
  return (value) => {
    const json: Record<string, unknown> = {};
    for (const { name, write, isEmpty } of writers) {
      const own = (value as Record<string, unknown>)[name];
      if (own !== null && own !== undefined && !isEmpty(own)) json[name] = write(own);
    }
    return json;
  };
}

function emptiness({ kind }: SchemaNode): (value: unknown) => boolean {
  if (kind === 'array') return (value) => (value as unknown[]).length === 0;
  return kind === 'map' ? (value) => Object.keys(value as object).length === 0 : () => false;
}
