import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { parseSchema, shortName, type RecordNode, type SchemaNode } from '../src/schema-tree.ts';

/** Topic to the JSON of its schema. */
export type Schemas = ReadonlyMap<string, unknown>;

const header = '/* Generated from schemas/*.avsc by `npm run generate`. Do not edit: edit the schemas. */\n\n';

export function readSchemas(folder: string): Schemas {
  const files = readdirSync(folder).filter((file) => file.endsWith('.avsc'));
  return new Map(files.sort().map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(folder, file), 'utf8'))]));
}

/** File name to contents. */
export async function generateSources(schemas: Schemas): Promise<Record<string, string>> {
  return {
    'records.ts': await pretty(recordTypes(schemas)),
    'schemas.ts': await pretty(schemaConstants(schemas)),
  };
}

function pretty(source: string): Promise<string> {
  return format(header + source, { parser: 'typescript', printWidth: 120, singleQuote: true, trailingComma: 'all' });
}

function schemaConstants(schemas: Schemas): string {
  const entries = [...schemas].map(([topic, schema]) => `${JSON.stringify(topic)}: ${JSON.stringify(schema)}`);
  return [
    "import type { RecordName } from './records.ts';",
    '/** By topic; exactly what is registered. */',
    `export const schemas: Readonly<Record<RecordName, unknown>> = {${entries.join(',\n')}};`,
  ].join('\n');
}

function recordTypes(schemas: Schemas): string {
  const declarations = new Map<string, string>([
    ['Instant', '/** Epoch milliseconds. */\nexport type Instant = number;'],
    ['EpochDay', '/** Days since 1970-01-01, without a zone. */\nexport type EpochDay = number;'],
    ['Scalar', '/** A value of a custom field. */\nexport type Scalar = null | boolean | number | string;'],
  ]);
  const ofTopic = [...schemas].map(([topic, schema]) => {
    const node = parseSchema(schema);
    declare(node, declarations, node.kind === 'union');
    if (node.kind === 'union') declareUnion(topic, node, declarations);
    return `readonly ${JSON.stringify(topic)}: ${node.kind === 'union' ? unionName(topic) : typeText(node)};`;
  });
  return [
    ...declarations.values(),
    `/** The value of a record of each topic. */\nexport interface RecordTypes {\n${ofTopic.join('\n')}\n}`,
    'export type RecordName = keyof RecordTypes;',
    'export type RecordOf<N extends RecordName> = RecordTypes[N];',
  ].join('\n\n');
}

/** The union of a topic with several record types is named after it: segment-events hold each a SegmentEvent. */
function unionName(topic: string): string {
  const words = topic.replace(/s$/, '').split('-');
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}

function declareUnion(topic: string, node: SchemaNode, declarations: Map<string, string>): void {
  declarations.set(unionName(topic), `/** One of ${topic}. */\nexport type ${unionName(topic)} = ${typeText(node)};`);
}

/** Adds the named types of a tree. A name that two schemas share must mean the same in both. */
function declare(node: SchemaNode, declarations: Map<string, string>, isTagged = false): void {
  switch (node.kind) {
    case 'enum':
      return add(
        node.name,
        `${doc(node.doc)}export type ${shortName(node.name)} = ${symbolsText(node.symbols)};`,
        declarations,
      );
    case 'array':
      return declare(node.items, declarations);
    case 'map':
      return declare(node.values, declarations);
    case 'union':
      return node.branches.forEach((branch) => declare(branch, declarations, isTagged));
    case 'record':
      for (const field of node.fields) declare(field.node, declarations);
      return add(node.name, interfaceText(node, isTagged), declarations);
    default:
  }
}

function add(name: string, declaration: string, declarations: Map<string, string>): void {
  const short = shortName(name);
  const known = declarations.get(short);
  if (known !== undefined && known !== declaration) {
    throw new Error(`${name} differs between two schemas: a name has one meaning.\n${known}\n${declaration}`);
  }
  declarations.set(short, declaration);
}

function interfaceText(node: RecordNode, isTagged: boolean): string {
  const fields = node.fields.map((field) => `${doc(field.doc)}readonly ${field.name}: ${typeText(field.node)};`);
  const tag = isTagged ? [`readonly type: '${shortName(node.name)}';`] : [];
  return `${doc(node.doc)}export interface ${shortName(node.name)} {\n${[...tag, ...fields].join('\n')}\n}`;
}

function typeText(node: SchemaNode): string {
  switch (node.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'string';
    case 'bytes':
    case 'fixed':
      return 'Buffer';
    case 'array':
      return `readonly ${elementText(node.items)}[]`;
    case 'map':
      return `Readonly<Record<string, ${typeText(node.values)}>>`;
    case 'union':
      return unionText(node.branches);
    case 'enum':
    case 'record':
      return shortName(node.name);
    default:
      return numberText(node.logicalType);
  }
}

function numberText(logicalType: string | null): string {
  if (logicalType === 'timestamp-millis') return 'Instant';
  return logicalType === 'date' ? 'EpochDay' : 'number';
}

/** Null comes last, as people write it; the union of custom values has a name. */
function unionText(branches: readonly SchemaNode[]): string {
  const texts = [...new Set(branches.filter(({ kind }) => kind !== 'null').map(typeText))];
  const isNullable = branches.some(({ kind }) => kind === 'null');
  if (isNullable && texts.join() === 'boolean,number,string') return 'Scalar';
  return [...texts, ...(isNullable ? ['null'] : [])].join(' | ');
}

function elementText(node: SchemaNode): string {
  const text = typeText(node);
  return text.includes(' ') ? `(${text})` : text;
}

function symbolsText(symbols: readonly string[]): string {
  return symbols.map((symbol) => `'${symbol}'`).join(' | ');
}

function doc(text: string): string {
  return text === '' ? '' : `/** ${text.replaceAll('*/', '* /')} */\n`;
}
