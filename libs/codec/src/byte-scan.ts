import { type ScanCursor } from './scan-cursor.ts';
import { type EnumNode, type MapNode, type RecordNode, type SchemaNode, type UnionNode } from './schema-tree.ts';

/**
 * Passes over the bytes of one value without building it; throws a RangeError where they cannot be one.
 *
 * avsc reads fast because it trusts its bytes: it goes on past their end, and makes room for as many items as a length
 * claims. This pass earns that trust: after it, every length is within the bytes, every branch and symbol exists.
 */
export type ByteScan = (cursor: ScanCursor) => void;

/** A schema may contain itself; a value that does so deeper than this is not worth the stack. */
const depthLimit = 100;

export function compileScan(node: SchemaNode): ByteScan {
  return compile(node, new Map());
}

function compile(node: SchemaNode, records: Map<RecordNode, ByteScan>): ByteScan {
  switch (node.kind) {
    case 'null':
      return () => {};
    case 'boolean':
      return scanBoolean;
    case 'int':
    case 'long':
      return scanLong;
    case 'float':
      return (cursor) => cursor.skip(4);
    case 'double':
      return (cursor) => cursor.skip(8);
    case 'bytes':
    case 'string':
      return scanText;
    case 'fixed':
      return (cursor) => cursor.skip(node.size);
    case 'enum':
      return compileEnum(node);
    case 'array':
      return compileArray(compile(node.items, records), leastBytes(node.items));
    case 'map':
      return compileMap(node, records);
    case 'union':
      return compileUnion(node, records);
    case 'record':
      return compileRecord(node, records);
  }
}

function scanLong(cursor: ScanCursor): void {
  cursor.skipLong();
}

function scanText(cursor: ScanCursor): void {
  cursor.skip(cursor.readLong());
}

function scanBoolean(cursor: ScanCursor): void {
  const byte = cursor.bytes[cursor.position];
  cursor.skip(1);
  if (byte !== 0 && byte !== 1) throw new RangeError(`${byte} is no boolean, before byte ${cursor.position}`);
}

function compileEnum({ symbols }: EnumNode): ByteScan {
  return (cursor) => void cursor.readIndex(symbols.length);
}

function compileArray(scanItem: ByteScan, itemBytes: number): ByteScan {
  return (cursor) => {
    for (;;) {
      const count = cursor.readBlock(itemBytes);
      if (count === 0) return;
      for (let i = 0; i < count; i++) scanItem(cursor);
    }
  };
}

function compileMap({ values }: MapNode, records: Map<RecordNode, ByteScan>): ByteScan {
  const scanValue = compile(values, records);
  const entryBytes = 1 + leastBytes(values);
  return (cursor) => {
    for (;;) {
      const count = cursor.readBlock(entryBytes);
      if (count === 0) return;
      for (let i = 0; i < count; i++) {
        scanMapKey(cursor);
        scanValue(cursor);
      }
    }
  };
}

/** As a key of a plain object this one would set its prototype. */
const forbiddenKey = Buffer.from('__proto__');

function scanMapKey(cursor: ScanCursor): void {
  const length = cursor.readLong();
  const start = cursor.position;
  cursor.skip(length);
  if (length === forbiddenKey.length && forbiddenKey.equals(cursor.bytes.subarray(start, start + length))) {
    throw new RangeError(`__proto__ is not allowed as a key, at byte ${start}`);
  }
}

function compileUnion({ branches }: UnionNode, records: Map<RecordNode, ByteScan>): ByteScan {
  const scans = branches.map((branch) => compile(branch, records));
  const [, second] = scans;
  if (branches.length === 2 && branches[0]?.kind === 'null' && second !== undefined) return compileOption(second);
  return (cursor) => scans[cursor.readIndex(scans.length)]?.(cursor);
}

/** The common case of a union: null or something. */
function compileOption(scanValue: ByteScan): ByteScan {
  return (cursor) => {
    if (cursor.bytes[cursor.position] === 0) cursor.position++;
    else if (cursor.readIndex(2) === 1) scanValue(cursor);
  };
}

function compileRecord(node: RecordNode, records: Map<RecordNode, ByteScan>): ByteScan {
  const known = records.get(node);
  if (known !== undefined) return known;
  const scans: ByteScan[] = [];
  const scanRecord: ByteScan = (cursor) => {
    if (++cursor.depth > depthLimit) throw new RangeError(`nested deeper than ${depthLimit}`);
    for (let i = 0; i < scans.length; i++) (scans[i] as ByteScan)(cursor);
    cursor.depth--;
  };
  records.set(node, scanRecord);
  for (const field of node.fields) scans.push(compile(field.node, records));
  return scanRecord;
}

/** The fewest bytes that a value can take; a record within itself counts as none. */
function leastBytes(node: SchemaNode, within: readonly SchemaNode[] = []): number {
  switch (node.kind) {
    case 'null':
      return 0;
    case 'float':
      return 4;
    case 'double':
      return 8;
    case 'fixed':
      return node.size;
    case 'union':
      return 1 + Math.min(...node.branches.map((branch) => leastBytes(branch, within)));
    case 'record':
      if (within.includes(node)) return 0;
      return node.fields.reduce((sum, field) => sum + leastBytes(field.node, [...within, node]), 0);
    default:
      return 1;
  }
}
