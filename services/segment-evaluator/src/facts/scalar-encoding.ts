import type { Scalar } from '@weir/engine';
import { type ByteReader, type ByteWriter } from './bytes.ts';
import type { Texts } from './text-table.ts';

const scalarTags = { null: 0, false: 1, true: 2, integer: 3, double: 4, string: 5 } as const;

export function writeScalar(writer: ByteWriter, texts: Texts, value: Scalar): void {
  if (value === null) return writer.unsigned(scalarTags.null);
  if (typeof value === 'boolean') return writer.unsigned(value ? scalarTags.true : scalarTags.false);
  if (typeof value === 'string') {
    writer.unsigned(scalarTags.string);
    return texts.write(writer, value);
  }
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 52 && !Object.is(value, -0)) {
    writer.unsigned(scalarTags.integer);
    return writer.signed(value);
  }
  writer.unsigned(scalarTags.double);
  writer.double(value);
}

export function readScalar(reader: ByteReader, texts: Texts): Scalar {
  const tag = reader.unsigned();
  switch (tag) {
    case scalarTags.null:
      return null;
    case scalarTags.false:
      return false;
    case scalarTags.true:
      return true;
    case scalarTags.integer:
      return reader.signed();
    case scalarTags.double:
      return reader.double();
    case scalarTags.string:
      return texts.readText(reader);
    default:
      throw new RangeError(`unknown kind of value ${tag}`);
  }
}

/** A value that is known to be one. */
export function readKnownScalar(reader: ByteReader, texts: Texts): Exclude<Scalar, null> {
  const value = readScalar(reader, texts);
  if (value === null) throw new RangeError('a value is missing');
  return value;
}

/** The values that a shop names itself: of an order's `custom`, of an activity's `properties`. */
export function writeScalars(writer: ByteWriter, texts: Texts, values: Readonly<Record<string, Scalar>>): void {
  const entries = Object.entries(values);
  writer.unsigned(entries.length);
  for (const [name, value] of entries) {
    texts.write(writer, name);
    writeScalar(writer, texts, value);
  }
}

export function readScalars(reader: ByteReader, texts: Texts): Record<string, Scalar> {
  const count = reader.unsigned();
  const entries: [string, Scalar][] = [];
  for (let index = 0; index < count; index++) entries.push([texts.readText(reader), readScalar(reader, texts)]);
  return Object.fromEntries(entries);
}
