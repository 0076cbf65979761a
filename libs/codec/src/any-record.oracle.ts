import fc from 'fast-check';
import { longLimit } from './exact-long.ts';
import type { RecordName } from './generated/records.ts';
import { schemas } from './generated/schemas.ts';
import { greatestDate, greatestInstant, leastDate, leastInstant } from './rfc3339.ts';
import {
  parseSchema,
  shortName,
  type FieldNode,
  type Limits,
  type RecordNode,
  type SchemaNode,
} from './schema-tree.ts';

/** Any value of a topic that the JSON form allows, rules between fields aside: made from the schema, as the code under test is. */
export function anyRecord(name: RecordName): fc.Arbitrary<unknown> {
  const node = parseSchema(schemas[name]);
  if (node.kind !== 'union') return anyValue(node);
  return fc.oneof(...node.branches.map((branch) => anyTagged(branch as RecordNode)));
}

function anyTagged(node: RecordNode): fc.Arbitrary<unknown> {
  return anyFields(node).map((fields) => ({ type: shortName(node.name), ...fields }));
}

function anyValue(node: SchemaNode, limits?: Limits): fc.Arbitrary<unknown> {
  switch (node.kind) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'int':
    case 'long':
      return anyInteger(node.logicalType);
    case 'double':
      return anyDouble;
    case 'string':
      return anyText(limits);
    case 'enum':
      return fc.constantFrom(...node.symbols);
    case 'array':
      return fc.array(anyValue(node.items), { maxLength: 4 });
    case 'map':
      return fc.dictionary(limits?.keys ? fc.constantFrom(...limits.keys) : anyKey, anyValue(node.values), {
        noNullPrototype: true,
      });
    case 'union':
      if (node.branches.length > 2) return anyScalar;
      return fc.oneof(...node.branches.map((branch) => anyValue(branch, limits)));
    case 'record':
      return anyFields(node);
    default:
      throw new Error(`No ${node.kind} in the schemas yet.`);
  }
}

function anyFields({ fields }: RecordNode): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    Object.fromEntries(fields.map((field: FieldNode) => [field.name, anyValue(field.node, field.limits)])),
  );
}

function anyInteger(logicalType: string | null): fc.Arbitrary<number> {
  if (logicalType === 'timestamp-millis') return fc.integer({ min: leastInstant, max: greatestInstant });
  return logicalType === 'date' ? fc.integer({ min: leastDate, max: greatestDate }) : anyLong;
}

const anyLong = fc.integer({ min: -longLimit + 1, max: longLimit - 1 });
const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true });
const anyUnicode = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0'));
const anyKey = anyUnicode.filter((key) => key !== '__proto__' && Buffer.byteLength(key) <= 128);
/** Whole numbers beyond 2^52 are refused, as they may have lost digits before they came. */
const anyScalarNumber = anyDouble.filter((value) => Math.abs(value) < longLimit || !Number.isInteger(value));
const anyScalar = fc.oneof(fc.constant(null), fc.boolean(), anyLong, anyScalarNumber, anyUnicode);

function anyText(limits: Limits | undefined): fc.Arbitrary<string> {
  if (limits?.format === 'currency') return fc.constantFrom('EUR', 'RUB', 'USD', 'JPY');
  const { minBytes, maxBytes } = limits ?? { minBytes: 0, maxBytes: Infinity };
  return anyUnicode.filter((text) => text.length >= minBytes && Buffer.byteLength(text) <= maxBytes);
}
