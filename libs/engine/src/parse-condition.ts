import { allOf, type Condition } from './condition.ts';
import { leafNames, leafSpelling } from './leaves/kinds.ts';
import { type Reader, show } from './reading.ts';

/** `all`, `any`, `not`, `none`, `atLeast` and the leaves: no path from `when` to a leaf has more of these than so many. */
export const MAX_DEPTH = 8;
export const MAX_CHILDREN = 1000;

export const logicNames: readonly string[] = ['all', 'any', 'not', 'none', 'atLeast'];

/** Reads a condition; several keys of one object must all hold. */
export function parseCondition(raw: unknown, reader: Reader, depth = 1): Condition | undefined {
  if (depth > MAX_DEPTH) return reader.fail(`conditions are nested deeper than ${MAX_DEPTH}`);
  const entries = reader.object(raw, 'a condition, such as { customer: { city: Moscow } }');
  if (entries === undefined) return undefined;
  if (entries.size === 0)
    return reader.fail(`the condition is empty; allowed: ${[...logicNames, ...leafNames].join(', ')}`);
  const conditions = [...entries].map(([name, value]) => parseNamed(name, value, reader.at(name), depth));
  return conditions.every((condition) => condition !== undefined) ? allOf(conditions) : undefined;
}

function parseNamed(name: string, value: unknown, reader: Reader, depth: number): Condition | undefined {
  switch (name) {
    case 'all':
    case 'any': {
      const of = parseList(value, reader, depth);
      return of && { kind: name, of };
    }
    case 'none': {
      const of = parseList(value, reader, depth);
      return of && { kind: 'not', of: { kind: 'any', of } };
    }
    case 'not': {
      const of = parseCondition(value, reader, depth + 1);
      return of && { kind: 'not', of };
    }
    case 'atLeast':
      return parseAtLeast(value, reader, depth);
    default:
      return leafSpelling(name)?.parse(value, reader) ?? refuseUnknown(name, reader);
  }
}

function refuseUnknown(name: string, reader: Reader): undefined {
  if (leafSpelling(name) === undefined) reader.unknown([...logicNames, ...leafNames]);
  return undefined;
}

function parseList(raw: unknown, reader: Reader, depth: number): readonly Condition[] | undefined {
  const of = reader
    .list(raw, 'conditions', MAX_CHILDREN)
    ?.map((value, index) => parseCondition(value, reader.at(index), depth + 1));
  return of?.every((condition) => condition !== undefined) ? of : undefined;
}

function parseAtLeast(raw: unknown, reader: Reader, depth: number): Condition | undefined {
  const entries = reader.shape(raw, 'an object like { k: 2, of: [...] }', ['k', 'of']);
  if (entries === undefined) return undefined;
  const of = parseList(entries.get('of'), reader.at('of'), depth);
  const k = entries.get('k');
  if (typeof k !== 'number' || !Number.isInteger(k) || k < 1)
    return reader.at('k').fail(`${show(k)} is not a whole number from 1 on`);
  if (of === undefined) return undefined;
  if (k > of.length) return reader.at('k').fail(`${k} of ${of.length} conditions can never hold`);
  return { kind: 'atLeast', k, of };
}
