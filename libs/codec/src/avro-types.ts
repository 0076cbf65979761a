import avsc from 'avsc';

/**
 * The avsc type by which Weir's own schemas are written and read: timestamps and dates are numbers, nullable values plain,
 * and so are the values of custom fields, whose union has two kinds of number.
 */
export function ownType(schema: unknown): avsc.Type {
  return avsc.Type.forSchema(schema as avsc.Schema, {
    typeHook: splitNumbers,
    logicalTypes: { [integral]: IntegralLong, [fractional]: FractionalDouble },
    assertLogicalTypes: true,
  });
}

/** The avsc type of what somebody else wrote: only its layout matters. */
export function writerType(schema: unknown): avsc.Type {
  return avsc.Type.forSchema(schema as avsc.Schema);
}

const integral = 'weir-integral';
const fractional = 'weir-fractional';

/**
 * avsc cannot tell which branch of a union with both long and double a number belongs to, and would wrap all its values.
 * As two logical types that share the numbers between them, the branches are told apart by value.
 */
function splitNumbers(schema: unknown, options: avsc.ForSchemaOptions): avsc.Type | undefined {
  if (!Array.isArray(schema) || !schema.includes('long') || !schema.includes('double')) return undefined;
  const told = schema.map((branch: unknown) => {
    if (branch === 'long') return { type: 'long', logicalType: integral };
    return branch === 'double' ? { type: 'double', logicalType: fractional } : branch;
  });
  return avsc.Type.forSchema(told as avsc.Schema, options);
}

/** Whole numbers up to 2^53. Minus zero is left to the double, which keeps its sign. */
function isIntegral(value: unknown): value is number {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

const same = (value: unknown): unknown => value;

class IntegralLong extends avsc.types.LogicalType {
  protected override _fromValue(value: unknown): unknown {
    return value;
  }
  /** Undefined tells avsc that the value belongs to another branch. */
  protected override _toValue(value: unknown): unknown {
    return isIntegral(value) ? value : undefined;
  }
  protected override _resolve(writer: avsc.Type): unknown {
    return avsc.Type.isType(writer, 'long', 'int') ? same : undefined;
  }
}

class FractionalDouble extends avsc.types.LogicalType {
  protected override _fromValue(value: unknown): unknown {
    return value;
  }
  protected override _toValue(value: unknown): unknown {
    return typeof value === 'number' && !isIntegral(value) ? value : undefined;
  }
  protected override _resolve(writer: avsc.Type): unknown {
    return avsc.Type.isType(writer, 'double', 'float') ? same : undefined;
  }
}
