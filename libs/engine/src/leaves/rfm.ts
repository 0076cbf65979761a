import { allOf, type Condition } from '../condition.ts';
import type { Reader } from '../reading.ts';
import type { LeafSpelling } from './leaf.ts';
import { orders } from './orders.ts';

type Entries = ReadonlyMap<string, unknown>;

/** What each part may have, and the test of orders that it spells. */
const parts = {
  recency: { keys: ['days', 'where'], spell: (entries: Entries) => renamed(entries, { days: 'daysSinceLast' }) },
  frequency: { keys: ['count', 'window', 'where'], spell: (entries: Entries) => renamed(entries, {}) },
  monetary: {
    keys: ['sum', 'window', 'currency', 'where'],
    spell: (entries: Entries) => {
      const { currency, ...rest } = renamed(entries, {});
      return currency === undefined ? rest : { ...rest, where: { ...(rest['where'] as object | undefined), currency } };
    },
  },
} as const;

const required = { recency: 'days', frequency: 'count', monetary: 'sum' } as const;

type PartName = keyof typeof parts;
const partNames = Object.keys(parts) as readonly PartName[];

/** `rfm: { recency: { days: { lte: 30 } }, frequency: {...}, monetary: {...} }`: three tests of orders, all of which must hold. */
export const rfm: LeafSpelling = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const entries = reader.shape(raw, `an object of ${partNames.join(', ')}`, partNames);
    if (entries === undefined) return undefined;
    if (entries.size === 0) return reader.fail(`name at least one of ${partNames.join(', ')}`);
    const known = partNames.filter((name) => entries.has(name));
    const leaves = known.map((name) => parsePart(name, entries.get(name), reader.at(name)));
    return leaves.length > 0 && leaves.every((leaf) => leaf !== undefined) ? allOf(leaves) : undefined;
  },
};

function parsePart(name: PartName, raw: unknown, reader: Reader): Condition | undefined {
  const { keys, spell } = parts[name];
  const entries = reader.shape(raw, `an object of ${keys.join(', ')}`, keys);
  if (entries === undefined) return undefined;
  if (!entries.has(required[name])) return reader.fail(`${name} needs ${required[name]}`);
  return orders.parse(spell(entries), reader);
}

function renamed(entries: Entries, names: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries([...entries].map(([key, value]) => [names[key] ?? key, value]));
}
