/**
 * An Avro schema as a tree that walkers can follow: references resolved, names qualified, limits of a field at its type.
 * Anything valid by the Avro specification is understood, as other people's schemas come through here too.
 */
export type SchemaNode = PrimitiveNode | EnumNode | FixedNode | ArrayNode | MapNode | UnionNode | RecordNode;

export type Primitive = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

export interface PrimitiveNode {
  readonly kind: Primitive;
  readonly logicalType: string | null;
}

export interface EnumNode {
  readonly kind: 'enum';
  readonly name: string;
  readonly doc: string;
  readonly symbols: readonly string[];
}

export interface FixedNode {
  readonly kind: 'fixed';
  readonly name: string;
  readonly size: number;
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly items: SchemaNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly values: SchemaNode;
}

export interface UnionNode {
  readonly kind: 'union';
  readonly branches: readonly SchemaNode[];
}

export interface RecordNode {
  readonly kind: 'record';
  /** Qualified, such as `weir.Order`. */
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly FieldNode[];
}

export interface FieldNode {
  readonly name: string;
  readonly doc: string;
  readonly node: SchemaNode;
  /** The JSON of the default; undefined when the field must be given. */
  readonly defaultJson: unknown;
  readonly limits: Limits;
}

/** What Weir's own schemas say of a field beyond its type, as attributes that other Avro implementations pass over. */
export interface Limits {
  /** Of a string, in UTF-8. */
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly format: 'money' | 'currency' | null;
  /** Of a map; null: any. */
  readonly keys: readonly string[] | null;
}

const primitives: ReadonlySet<string> = new Set('null boolean int long float double bytes string'.split(' '));

type Json = Readonly<Record<string, unknown>>;

/** Throws an Error that says what is wrong when the schema is not one. */
export function parseSchema(schema: unknown): SchemaNode {
  return parseNode(schema, '', new Map());
}

/** The name without its namespace. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function parseNode(schema: unknown, namespace: string, named: Map<string, SchemaNode>): SchemaNode {
  if (typeof schema === 'string') return parseReference(schema, namespace, named);
  if (Array.isArray(schema)) {
    return { kind: 'union', branches: schema.map((branch) => parseNode(branch, namespace, named)) };
  }
  if (typeof schema !== 'object' || schema === null) throw new Error(`Not an Avro schema: ${JSON.stringify(schema)}`);
  const json = schema as Json;
  const { type } = json;
  if (typeof type !== 'string') return parseNode(type, namespace, named);
  if (primitives.has(type)) {
    return {
      kind: type as Primitive,
      logicalType: typeof json['logicalType'] === 'string' ? json['logicalType'] : null,
    };
  }
  switch (type) {
    case 'array':
      return { kind: 'array', items: parseNode(json['items'], namespace, named) };
    case 'map':
      return { kind: 'map', values: parseNode(json['values'], namespace, named) };
    case 'enum':
    case 'fixed':
    case 'record':
    case 'error':
      return parseNamed(type, json, namespace, named);
    default:
      return parseReference(type, namespace, named);
  }
}

function parseReference(name: string, namespace: string, named: Map<string, SchemaNode>): SchemaNode {
  if (primitives.has(name)) return { kind: name as Primitive, logicalType: null };
  const found = named.get(qualify(name, namespace)) ?? named.get(name);
  if (found === undefined) throw new Error(`The Avro schema refers to "${name}" before it defines it.`);
  return found;
}

function parseNamed(type: string, json: Json, outer: string, named: Map<string, SchemaNode>): SchemaNode {
  if (typeof json['name'] !== 'string') throw new Error(`An Avro ${type} without a name.`);
  const own = typeof json['namespace'] === 'string' ? json['namespace'] : outer;
  const name = qualify(json['name'], own);
  const namespace = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
  const doc = typeof json['doc'] === 'string' ? json['doc'] : '';
  let node: SchemaNode;
  if (type === 'enum') node = { kind: 'enum', name, doc, symbols: json['symbols'] as string[] };
  else if (type === 'fixed') node = { kind: 'fixed', name, size: json['size'] as number };
  else {
    // Registered before its fields are read: a record may contain itself.
    const fields: FieldNode[] = [];
    node = { kind: 'record', name, doc, fields };
    named.set(name, node);
    for (const field of json['fields'] as Json[]) fields.push(parseField(field, namespace, named));
  }
  named.set(name, node);
  return node;
}

function parseField(json: Json, namespace: string, named: Map<string, SchemaNode>): FieldNode {
  return {
    name: json['name'] as string,
    doc: typeof json['doc'] === 'string' ? json['doc'] : '',
    node: parseNode(json['type'], namespace, named),
    defaultJson: json['default'],
    limits: {
      minBytes: typeof json['minBytes'] === 'number' ? json['minBytes'] : 0,
      maxBytes: typeof json['maxBytes'] === 'number' ? json['maxBytes'] : Infinity,
      format: json['format'] === 'money' || json['format'] === 'currency' ? json['format'] : null,
      keys: Array.isArray(json['keys']) ? (json['keys'] as string[]) : null,
    },
  };
}

function qualify(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}
