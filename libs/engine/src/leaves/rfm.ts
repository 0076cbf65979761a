import { allOf, type Condition } from '../condition.ts';
import { type JsonSchema, objectOf } from '../json-schema.ts';
import { currencySchema, readCurrency } from '../orders/amounts.ts';
import type { Reader } from '../reading.ts';
import type { LeafSpelling } from './leaf.ts';
import { orders, ordersProperties } from './orders.ts';

/** A test of orders under other names. */
interface Part {
  readonly required: string;
  /** Of all that the part may have. */
  readonly properties: Readonly<Record<string, JsonSchema>>;
  /** What a name is called among orders, where it has another there. */
  readonly names: Readonly<Record<string, string>>;
}

const { daysSinceLast, count, sum, window, where } = ordersProperties;
const parts: Readonly<Record<string, Part>> = {
  recency: { required: 'days', properties: { days: daysSinceLast, where }, names: { days: 'daysSinceLast' } },
  frequency: { required: 'count', properties: { count, window, where }, names: {} },
  monetary: { required: 'sum', properties: { sum, window, where, currency: currencySchema }, names: {} },
};
const partNames = Object.keys(parts);

/** `rfm: { recency: { days: { lte: 30 } }, frequency: {...}, monetary: {...} }`: three tests of orders, all of which must hold. */
export const rfm: LeafSpelling = {
  parse(raw: unknown, reader: Reader): Condition | undefined {
    const entries = reader.shape(raw, `an object of ${partNames.join(', ')}`, partNames);
    if (entries === undefined) return undefined;
    if (entries.size === 0) return reader.fail(`name at least one of ${partNames.join(', ')}`);
    const known = Object.entries(parts).filter(([name]) => entries.has(name));
    const leaves = known.map(([name, part]) => parsePart(name, part, entries.get(name), reader.at(name)));
    return leaves.length > 0 && leaves.every((leaf) => leaf !== undefined) ? allOf(leaves) : undefined;
  },
  schema: objectOf(
    Object.fromEntries(
      Object.entries(parts).map(([name, { required, properties }]) => [
        name,
        objectOf(properties, { required: [required] }),
      ]),
    ),
  ),
};

function parsePart(name: string, part: Part, raw: unknown, reader: Reader): Condition | undefined {
  const keys = Object.keys(part.properties);
  const entries = reader.shape(raw, `an object of ${keys.join(', ')}`, keys);
  if (entries === undefined) return undefined;
  if (!entries.has(part.required)) return reader.fail(`${name} needs ${part.required}`);
  const spelled = new Map([...entries].map(([key, value]) => [part.names[key] ?? key, value]));
  const isRight = spellCurrency(spelled, reader);
  const documentNames = Object.fromEntries(Object.entries(part.names).map(([own, other]) => [other, own]));
  const read = orders.parse(Object.fromEntries(spelled), reader.calling(documentNames));
  return isRight ? read : undefined;
}

/** Moves `currency` to `where`. Returns whether it can be there. */
function spellCurrency(entries: Map<string, unknown>, reader: Reader): boolean {
  const currency = entries.get('currency');
  if (!entries.delete('currency')) return true;
  const place = reader.at('currency');
  if (readCurrency(currency, place) === undefined) return false;
  const given = entries.get('where') ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) return false;
  if ('currency' in given) {
    place.fail('where names a currency already; keep one of the two');
    return false;
  }
  entries.set('where', { ...given, currency });
  return true;
}
