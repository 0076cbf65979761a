import { moneyWords } from '../describe/quantity-words.ts';
import type { Remedy } from '../explain/leaf-report.ts';
import {
  decidedByAll,
  goneWords,
  insideWords,
  type OccasionReport,
  type OccasionView,
  remedy,
  stayWords,
} from '../occasions/occasion-view.ts';
import type { Stay } from '../occasions/stays.ts';
import { nextFlip, previousFlip } from '../tests/number.ts';
import type { Ratio } from '../tests/ratio.ts';
import type { Test } from '../tests/test.ts';
import type { RunningTotal, Unit } from './running-total.ts';
import type { Match } from './selection.ts';

/** Of what reckons money. */
export interface MoneyView extends OccasionView {
  /** Of the amounts. */
  readonly currency: string | null;
}

/** Of a leaf that reckons money, which always has a currency. */
export function moneyOf(minorUnits: number, { currency }: MoneyView): string {
  const rounded = Math.round(minorUnits * 100) / 100;
  return currency === null ? String(rounded) : moneyWords(rounded, currency);
}

export function sumReport(
  test: Test,
  holds: (sum: number) => boolean,
  { sum, unit }: RunningTotal,
  view: MoneyView,
): OccasionReport {
  const flip = nextFlip(test, holds, sum);
  const more = flip === undefined ? 0 : flip - sum;
  const where = unit === 'orders' ? 'in such orders' : 'of such items';
  return {
    found: `${moneyOf(sum, view)} from ${view.inside.length === 0 ? `no order${goneWords(view)}` : insideWords(view)}`,
    decidedBy: [decidedByAll(view)],
    remedies: more === 0 ? [] : remedy(`${moneyOf(more, view)} more ${where}`, { of: 'money', amount: more }, view),
  };
}

export function averageReport(
  test: Test,
  holds: (average: Ratio) => boolean,
  total: RunningTotal,
  view: MoneyView,
): OccasionReport {
  const { sum, count, unit } = total;
  return {
    found: count === 0 ? `none${goneWords(view)}` : `${moneyOf(sum / count, view)}, from ${insideWords(view)}`,
    decidedBy: [decidedByAll(view)],
    remedies: averageRemedies(test, holds, { sum, count }, unit, view),
  };
}

/** One more amount that lifts the average to the limit, or takes it down to it; told of a test with one limit only. */
function averageRemedies(
  { operations }: Test,
  holds: (average: Ratio) => boolean,
  { sum, count }: Pick<RunningTotal, 'sum' | 'count'>,
  unit: Unit,
  view: MoneyView,
): readonly Remedy[] {
  const [only] = operations;
  if (operations.length !== 1 || typeof only?.operand !== 'number' || count === 0) return [];
  const value = holds({ dividend: sum, divisor: count });
  const exact = only.operand * (count + 1) - sum;
  const turns = (amount: number): boolean => holds({ dividend: sum + amount, divisor: count + 1 }) !== value;
  const isUp = only.operand * count >= sum;
  const amounts = isUp ? [Math.ceil(exact), Math.floor(exact) + 1] : [Math.floor(exact), Math.ceil(exact) - 1];
  const amount = amounts.find((each) => each >= 0 && turns(each));
  if (amount === undefined || only.op === 'eq' || only.op === 'ne') return [];
  const noun = unit === 'orders' ? 'order' : 'item';
  return remedy(`one more such ${noun} of at ${isUp ? 'least' : 'most'} ${moneyOf(amount, view)}`, null, view);
}

export function extremeReport(
  which: 'least' | 'greatest',
  test: Test,
  holds: (amount: number | null) => boolean,
  { found, unit }: { readonly found: number | null; readonly unit: Unit },
  view: MoneyView,
): OccasionReport {
  const value = holds(found);
  const known = (amount: number): boolean => holds(amount);
  const flip =
    found === null
      ? [0, nextFlip(test, (n) => (n < 0 ? value : known(n)), -1)].find((n) => n !== undefined && known(n) !== value)
      : which === 'greatest'
        ? nextFlip(test, known, found)
        : previousFlip(test, known, found);
  const noun = unit === 'orders' ? 'order' : 'item';
  const one = found === null ? 'one' : 'one more';
  const holder = found === null ? undefined : holderOf(found, unit, view.inside);
  return {
    found:
      found === null || holder === undefined
        ? `none${goneWords(view)}`
        : `${moneyOf(found, view)}, of ${stayWords(view, holder)}`,
    decidedBy: holder === undefined ? [] : [view.noun.decider(holder.occasion)],
    remedies: flip === undefined ? [] : remedy(`${one} such ${noun} of ${moneyOf(flip, view)}`, null, view),
  };
}

function holderOf(amount: number, unit: Unit, inside: readonly Stay[]): Stay | undefined {
  return inside.findLast(({ occasion }) => {
    const { total, items } = occasion as Match;
    return unit === 'orders' ? total === amount : items.some((item) => item.amount === amount);
  });
}
