import avsc from 'avsc';
import { isExactLong } from './exact-long.ts';
import { TextPool } from './text-pool.ts';

/**
 * The avsc type by which Weir's own schemas are written and read: timestamps and dates are numbers, nullable values plain, and so
 * are the values of custom fields, whose union has two kinds of number. Longs that numbers cannot hold are refused.
 */
export function ownType(schema: unknown): avsc.Type {
  return avsc.Type.forSchema(schema as avsc.Schema, {
    typeHook: replaceParts,
    logicalTypes: { [exact]: ExactLong, [whole]: WholeNumber, [fractional]: FractionalNumber },
    assertLogicalTypes: true,
  });
}

/** The avsc type of what somebody else wrote: only its layout matters. */
export function writerType(schema: unknown): avsc.Type {
  return avsc.Type.forSchema(schema as avsc.Schema);
}

const exact = 'weir-exact';
const whole = 'weir-whole';
const fractional = 'weir-fractional';

/** avsc asks this of every part of a schema; undefined leaves the part as it is. */
function replaceParts(schema: unknown, options: avsc.ForSchemaOptions): avsc.Type | undefined {
  if (schema === 'string') return pooledText;
  if (Array.isArray(schema)) return splitNumbers(schema, options);
  const { type, logicalType } = Object(schema) as { type?: unknown; logicalType?: unknown };
  const isOurs = logicalType === exact || logicalType === whole;
  return schema === 'long' || (type === 'long' && !isOurs) ? exactLong(options) : undefined;
}

/** As far as reading a string goes: avsc's cursor over bytes. */
interface Tap {
  readonly buf: Buffer;
  pos: number;
  readLong(): number;
}

const pool = new TextPool();

/** avsc's string, but for reading, which takes texts that recur from the pool. The bytes were checked before avsc reads them. */
class PooledText extends avsc.types.StringType {
  /** avsc calls this, though its types do not say so. */
  _read(tap: Tap): string {
    const length = tap.readLong();
    const start = tap.pos;
    tap.pos += length;
    return pool.read(tap.buf, start, tap.pos);
  }
}

const pooledText = new PooledText();

/**
 * avsc cannot tell which branch of a union with both long and double a number belongs to, and would wrap all its values.
 * As two logical types that share the numbers between them, the branches are told apart by value.
 */
function splitNumbers(branches: readonly unknown[], options: avsc.ForSchemaOptions): avsc.Type | undefined {
  if (!branches.includes('long') || !branches.includes('double')) return undefined;
  const told = branches.map((branch) => {
    if (branch === 'long') return { type: 'long', logicalType: whole };
    return branch === 'double' ? { type: 'double', logicalType: fractional } : branch;
  });
  return avsc.Type.forSchema(told as avsc.Schema, options);
}

function exactLong(options: avsc.ForSchemaOptions): avsc.Type {
  return avsc.Type.forSchema({ type: 'long', logicalType: exact }, options);
}

function readExact(value: unknown): unknown {
  if (isExactLong(value)) return value;
  throw new RangeError(`a number beyond 2^52, about ${String(value)}`);
}

class ExactLong extends avsc.types.LogicalType {
  protected override _fromValue(value: unknown): unknown {
    return readExact(value);
  }
  /** Undefined tells avsc that the value is none of this type. */
  protected override _toValue(value: unknown): unknown {
    return isExactLong(value) ? value : undefined;
  }
  protected override _resolve(writer: avsc.Type): unknown {
    return avsc.Type.isType(writer, 'long', 'int') ? readExact : undefined;
  }
}

/** The long of a custom value. Minus zero is left to the double, which keeps its sign. */
class WholeNumber extends ExactLong {
  protected override _toValue(value: unknown): unknown {
    return isWhole(value) ? value : undefined;
  }
}

/** The double of a custom value: every number that is not the long's. */
class FractionalNumber extends avsc.types.LogicalType {
  protected override _fromValue(value: unknown): unknown {
    return value;
  }
  protected override _toValue(value: unknown): unknown {
    return typeof value === 'number' && !isWhole(value) ? value : undefined;
  }
  protected override _resolve(writer: avsc.Type): unknown {
    return avsc.Type.isType(writer, 'double', 'float') ? (value: unknown) => value : undefined;
  }
}

function isWhole(value: unknown): boolean {
  return isExactLong(value) && !Object.is(value, -0);
}
