import { countWords, percentWords } from '../describe/quantity-words.ts';
import {
  decidedByAll,
  goneWords,
  insideWords,
  type OccasionReport,
  type OccasionView,
  remedy,
} from '../occasions/occasion-view.ts';
import { nextFlip } from '../tests/number.ts';
import type { Ratio } from '../tests/ratio.ts';
import type { Test } from '../tests/test.ts';
import { type MoneyView, moneyOf } from './amount-reports.ts';

/** How many different names are told apart, such as `three different products`. */
export function distinctReport(
  noun: { readonly one: string; readonly many: string },
  test: Test,
  holds: (count: number) => boolean,
  found: number,
  view: OccasionView,
): OccasionReport {
  const flip = nextFlip(test, holds, found);
  const more = flip === undefined ? 0 : flip - found;
  const names = (n: number): string => `${n === 0 ? 'no' : countWords(n)} ${n === 1 ? noun.one : noun.many}`;
  return {
    found: found === 0 ? `none${goneWords(view)}` : `${names(found)} in ${insideWords(view)}`,
    decidedBy: [decidedByAll(view)],
    remedies:
      more === 0
        ? []
        : remedy(
            `${countWords(more)} more ${more === 1 ? noun.one : noun.many} in such orders`,
            { of: 'names', amount: more },
            view,
          ),
  };
}

export function shareReport(
  { operations }: Test,
  holds: (share: Ratio | null) => boolean,
  { part, whole }: { readonly part: number; readonly whole: number },
  view: MoneyView,
): OccasionReport {
  const share = (of: number, all: number): Ratio | null => (all === 0 ? null : { dividend: of, divisor: all });
  const percent = whole === 0 ? 'nothing was spent' : `${percentWords(Number((part / whole).toFixed(4)))}, `;
  const [only] = operations;
  const limit = operations.length === 1 && typeof only?.operand === 'number' ? only.operand : 1;
  // Spending `amount` on these items alone adds it to both.
  const exact = limit < 1 ? Math.max(0, Math.ceil((limit * whole - part) / (1 - limit))) : 0;
  const value = holds(share(part, whole));
  const amount = [exact, exact + 1].find((each) => each > 0 && holds(share(part + each, whole + each)) !== value);
  const words = amount === undefined ? '' : `${moneyOf(amount, view)} spent on such items and nothing else`;
  return {
    found:
      whole === 0
        ? percent + goneWords(view)
        : `${percent}${moneyOf(part, view)} of ${moneyOf(whole, view)} from ${insideWords(view)}`,
    decidedBy: [decidedByAll(view)],
    remedies: amount === undefined ? [] : remedy(words, null, view),
  };
}
