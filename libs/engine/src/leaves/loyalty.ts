import { allOf, type Condition } from '../condition.ts';
import { objectOf } from '../json-schema.ts';
import type { Reader } from '../reading.ts';
import { fieldSchema, parseField } from './customer.ts';
import type { LeafSpelling } from './leaf.ts';

const names = ['programId', 'status', 'level', 'balance', 'purchaseSum', 'joinedAt', 'levelSince'];

/** `loyalty: { level: gold, balance: { gte: 100 } }`: another spelling of the profile's `loyalty.*` fields. */
export const loyalty: LeafSpelling = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const entries = reader.shape(raw, 'an object of tests, such as { level: gold }', names);
    if (entries === undefined) return undefined;
    if (entries.size === 0) return reader.fail(`name at least one field; allowed: ${names.join(', ')}`);
    const known = names.filter((name) => entries.has(name));
    const leaves = known.map((name) => parseField(`loyalty.${name}`, entries.get(name), reader.at(name)));
    return leaves.length > 0 && leaves.every((leaf) => leaf !== undefined) ? allOf(leaves.flat()) : undefined;
  },
  schema: objectOf(Object.fromEntries(names.map((name) => [name, fieldSchema(`loyalty.${name}`)]))),
};
