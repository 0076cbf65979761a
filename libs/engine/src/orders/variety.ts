import { withKeys, wordOf } from '../json-schema.ts';
import type { CompiledAggregate } from '../occasions/aggregate.ts';
import { decideByWalk, FlipsBelow } from '../occasions/look-ahead.ts';
import { tally } from '../tests/number.ts';
import { type Ratio, ratio, ratioInWords } from '../tests/ratio.ts';
import { compileScalarTest, parseScalarTest, scalarTestSchema } from '../tests/scalar.ts';
import { type Test, testInWords } from '../tests/test.ts';
import { atMost, constant } from '../verdict.ts';
import { chosenCurrency, currencySchema } from './amounts.ts';
import { compileItem, itemSchema, type ItemWhere, parseItem } from './item.ts';
import { distinctReport, shareReport } from './variety-reports.ts';
import { NameCounts } from './name-counts.ts';
import type { OrderAggregate } from './order-aggregate.ts';
import { PartTotal } from './part-total.ts';
import type { Match } from './selection.ts';

/** What is told apart: products and leaf categories of the matching items, sites of the matching orders. */
const kinds = {
  product: ({ items }: Match) => items.map(({ productId }) => productId),
  category: ({ items }: Match) => items.map(({ categories }) => categories.at(-1) ?? ''),
  site: ({ order }: Match) => [order.site ?? ''],
} satisfies Readonly<Record<string, (match: Match) => readonly string[]>>;

type Kind = keyof typeof kinds;

const nouns: Readonly<Record<Kind, { readonly one: string; readonly many: string }>> = {
  product: { one: 'product', many: 'different products' },
  category: { one: 'category', many: 'different categories' },
  site: { one: 'site', many: 'different sites' },
};

/** `distinct: { of: category, gte: 3 }`; 0 without orders. */
export const distinct: OrderAggregate<{ readonly of: Kind; readonly test: Test }> = {
  parse: (raw, reader) => {
    const entries = reader.object(raw, 'what to tell apart and a test, such as { of: category, gte: 3 }');
    if (entries === undefined) return undefined;
    const of = reader.at('of').word(entries.get('of'), Object.keys(kinds) as Kind[]);
    const test = parseScalarTest(tally, Object.fromEntries([...entries].filter(([key]) => key !== 'of')), reader);
    return of && test ? { of, test } : undefined;
  },
  schema: withKeys(scalarTestSchema(tally), { of: wordOf(Object.keys(kinds)) }, ['of']),
  compile: ({ of, test }): CompiledAggregate<NameCounts> => {
    const holds = compileScalarTest(tally, test);
    const flips = new FlipsBelow(holds);
    return {
      tally: { key: `distinct ${of}`, looksInside: true, create: () => new NameCounts(kinds[of]) },
      evaluate: ({ distinct: found }, track) => {
        // With none to come there can only be fewer.
        const isFinal = track.coming.length === 0 && flips.below(found) === undefined;
        return atMost(constant(holds(found)), isFinal ? Number.POSITIVE_INFINITY : track.nextChange);
      },
      actual: ({ distinct: found }) => String(found),
      threshold: `${of} ${testInWords(test)}`,
      report: ({ distinct: found }, view) => distinctReport(nouns[of], test, holds, found, view),
    };
  },
};

export interface Share {
  readonly of: ItemWhere;
  readonly test: Test;
  readonly currency: string | null;
}

/** `share: { of: { category: Tea }, gte: 0.5 }`: what these items cost, as a part of the orders' totals. */
export const share: OrderAggregate<Share> = {
  parse: (raw, reader, where) => {
    const entries = reader.object(raw, 'an item condition and a test, such as { of: { category: Tea }, gte: 0.5 }');
    if (entries === undefined) return undefined;
    const of = parseItem(entries.get('of'), reader.at('of'));
    const currency = chosenCurrency(entries.get('currency'), reader, where);
    const rest = [...entries].filter(([key]) => key !== 'of' && key !== 'currency');
    const test = parseScalarTest(ratio, Object.fromEntries(rest), reader);
    return of && test && currency !== undefined ? { of, test, currency } : undefined;
  },
  schema: withKeys(scalarTestSchema(ratio), { of: itemSchema, currency: currencySchema }, ['of']),
  currency: ({ currency }) => currency,
  compile: ({ of, test }, { currency }): CompiledAggregate<PartTotal> => {
    const holds = compileScalarTest(ratio, test);
    const isPart = compileItem(of);
    return {
      tally: { key: `share ${JSON.stringify(of)}`, create: () => new PartTotal(isPart) },
      evaluate: (total, track) => decideByWalk(total, track, (ahead) => holds(shareOf(ahead))),
      actual: (total) => ratioInWords(shareOf(total)),
      threshold: testInWords(test),
      report: (total, view) => shareReport(test, holds, total, { ...view, currency }),
    };
  },
};

function shareOf({ part, whole }: PartTotal): Ratio | null {
  return whole === 0 ? null : { dividend: part, divisor: whole };
}
