import type { RecordName, RecordOf } from './generated/records.ts';
import { schemas } from './generated/schemas.ts';
import { ProblemList, type JsonProblem } from './problem-list.ts';
import { addRuleProblems } from './record-rules.ts';
import { greatestDate, greatestInstant, leastDate, leastInstant } from './rfc3339.ts';
import { parseSchema, shortName, type Limits, type MapNode, type RecordNode, type SchemaNode } from './schema-tree.ts';
import { textProblem } from './text-limits.ts';

/** Adds what is wrong with a value that has the right type. */
type Check = (value: unknown, list: ProblemList) => void;

const checks = new Map<RecordName, Check | null>();

/**
 * What is wrong with a decoded record although its bytes were right: ids too long or empty, a currency that is none, instants
 * beyond the calendar, an UPSERTED event without a profile. The same limits that the JSON form has. Empty when all is well.
 */
export function checkRecord<N extends RecordName>(name: N, value: RecordOf<N>): readonly JsonProblem[] {
  const list = new ProblemList();
  checkOf(name)?.(value, list);
  addRuleProblems(name, value, list);
  return list.problems;
}

function checkOf(name: RecordName): Check | null {
  let check = checks.get(name);
  if (check === undefined) checks.set(name, (check = compileCheck(parseSchema(schemas[name]), noLimits)));
  return check;
}

const noLimits: Limits = { minBytes: 0, maxBytes: Infinity, format: null, keys: null };

/** Null: whatever has this type is right. */
function compileCheck(node: SchemaNode, limits: Limits): Check | null {
  switch (node.kind) {
    case 'int':
    case 'long':
      return node.logicalType === null ? null : checkTime(node.logicalType);
    case 'float':
    case 'double':
      return (value, list) => void (Number.isFinite(value) || list.add(`must be a number, found ${String(value)}`));
    case 'string':
      return (value, list) => {
        const problem = textProblem(value as string, limits);
        if (problem !== null) list.add(problem);
      };
    case 'array':
      return compileArray(compileCheck(node.items, noLimits));
    case 'map':
      return compileMap(node, limits.keys);
    case 'union':
      return compileUnion(node.branches, limits);
    case 'record':
      return compileRecord(node);
    default:
      return null;
  }
}

function checkTime(logicalType: string): Check {
  const isInstant = logicalType === 'timestamp-millis';
  const [least, greatest] = isInstant ? [leastInstant, greatestInstant] : [leastDate, greatestDate];
  const unit = isInstant ? 'milliseconds' : 'days';
  return (value, list) => {
    const time = value as number;
    if (time < least || time > greatest) list.add(`${time} ${unit} since 1970 is not within the years 0 to 9999`);
  };
}

function compileArray(check: Check | null): Check | null {
  if (check === null) return null;
  return (value, list) => {
    const items = value as readonly unknown[];
    for (let i = 0; i < items.length; i++) {
      list.enter(i);
      check(items[i], list);
      list.leave();
    }
  };
}

function compileMap({ values }: MapNode, keys: readonly string[] | null): Check | null {
  const check = compileCheck(values, noLimits);
  return (value, list) => {
    for (const [key, entry] of Object.entries(value as object)) {
      list.enter(key);
      if (keys !== null && !keys.includes(key)) list.add(`is not one of ${keys.join(', ')}`);
      else check?.(entry, list);
      list.leave();
    }
  };
}

function compileUnion(branches: readonly SchemaNode[], limits: Limits): Check | null {
  const others = branches.filter(({ kind }) => kind !== 'null');
  const [only] = others;
  if (others.length === 1 && only !== undefined) {
    const check = compileCheck(only, limits);
    return check === null ? null : (value, list) => void (value === null || check(value, list));
  }
  const records = new Map<unknown, Check | null>();
  for (const branch of others) if (branch.kind === 'record') records.set(shortName(branch.name), compileRecord(branch));
  if (records.size > 0) return (value, list) => records.get((value as { type: unknown }).type)?.(value, list);
  return checkScalar;
}

function checkScalar(value: unknown, list: ProblemList): void {
  if (typeof value === 'number' && !Number.isFinite(value)) list.add(`must be a number, found ${value}`);
  if (typeof value === 'string' && value.includes('\0'))
    list.add('contains the character U+0000, which is not allowed');
}

function compileRecord({ fields }: RecordNode): Check | null {
  const checked = fields.flatMap(({ name, node, limits }) => {
    const check = compileCheck(node, limits);
    return check === null ? [] : [{ name, check }];
  });
  return (value, list) => {
    for (const { name, check } of checked) {
      list.enter(name);
      check((value as Record<string, unknown>)[name], list);
      list.leave();
    }
  };
}
