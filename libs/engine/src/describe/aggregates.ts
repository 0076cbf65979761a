import type { OrdersSpec } from '../leaves/orders.ts';
import type { Amounts } from '../orders/amounts.ts';
import type { ItemWhere } from '../orders/item.ts';
import { asksForPresence, type Test } from '../tests/test.ts';
import { aboutSubject, type Words } from './clause.ts';
import { type Happening, instantClause } from './instant-phrases.ts';
import { countedPhrase, numberPredicate } from './number-phrases.ts';
import { deeds, itemPhrase, type OrderPhrase, orderPhrase } from './order-phrases.ts';
import { countWords, moneyWords, ordinalWords, percentWords } from './quantity-words.ts';
import type { Setting } from './setting.ts';

/** What is asked of the orders that a leaf looks at, as a clause. */
type AggregateWords = (ask: never, spec: OrdersSpec, setting: Setting) => Words;

/** What stands for an aggregate that has no value. */
const none = 'there is none';

const exists: AggregateWords = ({ wanted }: { readonly wanted: boolean }, spec, setting) => {
  const { before, after } = orderPhrase(spec, null, setting);
  const article = /^[aeiou]/.test(`${before}order`) ? 'an' : 'a';
  const words = { yes: `they have ${article} ${before}order${after}`, no: `they have no ${before}order${after}` };
  return wanted ? words : { yes: words.no, no: words.yes };
};

const count: AggregateWords = ({ test }: { readonly test: Test }, spec, setting) => {
  const { before, after } = orderPhrase(spec, null, setting);
  const operations = test.operations.filter((operation) => asksForPresence(operation) === undefined);
  const [only] = operations;
  if (operations.length === 1 && only !== undefined && isForNone(only)) {
    const words = { yes: `they have no ${before}order${after}`, no: `they have at least one ${before}order${after}` };
    return only.op === 'ne' ? { yes: words.no, no: words.yes } : words;
  }
  const isOne = operations.every(({ operand }) => operand === 1);
  const noun = `${before}order${isOne ? '' : 's'}${after}`;
  const number = countedPhrase(test, countWords);
  return { yes: `they have ${fewer(number.yes)} ${noun}`, no: `they have ${fewer(number.no)} ${noun}` };
};

const isForNone = ({ op, operand }: Test['operations'][number]): boolean =>
  operand === 0 && (op === 'eq' || op === 'ne' || op === 'lte');

/** Orders are counted. */
const fewer = (words: string): string => words.replaceAll('less than', 'fewer than');

/** The amounts that are reckoned: of orders, or of the matching items in them. */
function amountsOf({ of, currency }: Amounts, spec: OrdersSpec, setting: Setting): { whole: string; money: string } {
  const money = currency ?? setting.account.currency;
  const { item } = spec.where;
  const where = of === 'items' ? { ...spec.where, item: null } : spec.where;
  const { before, after } = orderPhrase({ ...spec, where }, money, setting);
  const orders = `their ${before}orders${after}`;
  if (of === 'orders') return { whole: orders, money };
  const which = item === null ? '' : ` ${itemPhrase(item, money, setting)}`;
  return { whole: `the items${which} in ${orders}`, money };
}

function amount(what: string, missing: string | null): AggregateWords {
  return (ask: Amounts, spec, setting) => {
    const { whole, money } = amountsOf(ask, spec, setting);
    const format = (n: number): string => moneyWords(n, money);
    return aboutSubject(`${what} of ${whole}`, numberPredicate(ask.test, { format, missing }));
  };
}

/** The first, the last or another order by number, and when it happened. */
function occasion(which: (ask: never) => string): AggregateWords {
  return (ask: { readonly test: Test }, spec, setting) => {
    const { before, after } = orderPhrase(
      spec.at === 'created' || spec.window !== null ? spec : { ...spec, at: 'created' },
      null,
      setting,
    );
    const deed = deeds[spec.at];
    const order = `their ${which(ask as never)} ${before}order${after}`;
    const happening: Happening = {
      was: [`was ${deed}`, `was not ${deed}`],
      from: 'it',
      missing: none,
      event: order,
      anniversary: `the anniversary of ${order}`,
      isDate: false,
    };
    return instantClause(order, ask.test, happening, setting);
  };
}

const distinctNouns = { product: 'different products', category: 'different categories', site: 'different sites' };

const distinct: AggregateWords = (
  ask: { readonly of: keyof typeof distinctNouns; readonly test: Test },
  spec,
  setting,
) => {
  const { before, after } = orderPhrase(spec, null, setting);
  const number = countedPhrase(ask.test, countWords);
  const subject = `the number of ${distinctNouns[ask.of]} in their ${before}orders${after} is`;
  return aboutSubject(subject, { yes: number.yes, no: number.no });
};

const daysSinceLast: AggregateWords = ({ test }: { readonly test: Test }, spec, setting) => {
  const { before, after } = orderPhrase(spec, null, setting);
  const note = setting.note({ kind: 'forward', from: 'it' });
  const subject = `the number of full days since their last ${before}order${after}${note}`;
  return aboutSubject(subject, numberPredicate(test, { format: countWords, missing: none }));
};

const averageGap: AggregateWords = ({ test }: { readonly test: Test }, spec, setting) => {
  const { before, after } = orderPhrase(spec, null, setting);
  const format = (n: number): string => `${countWords(n)} ${n === 1 ? 'day' : 'days'}`;
  return aboutSubject(
    `the average time between their ${before}orders${after}`,
    numberPredicate(test, { format, missing: 'there are not two' }),
  );
};

const share: AggregateWords = (
  ask: { readonly of: ItemWhere; readonly test: Test; readonly currency: string | null },
  spec,
  setting,
) => {
  const money = ask.currency ?? setting.account.currency;
  const { before, after }: OrderPhrase = orderPhrase(spec, money, setting);
  const subject = `the share of items ${itemPhrase(ask.of, money, setting)} in what they spent on ${before}orders${after}`;
  return aboutSubject(subject, numberPredicate(ask.test, { format: percentWords, missing: 'they spent nothing' }));
};

/** By the names of the engine's own table of aggregates. */
const aggregates: Readonly<Record<OrdersSpec['aggregate'], AggregateWords>> = {
  exists,
  count,
  sum: amount('the total', null),
  average: amount('the average amount', none),
  min: amount('the smallest amount', none),
  max: amount('the largest amount', none),
  first: occasion(() => 'first'),
  last: occasion(() => 'last'),
  nth: occasion(({ n }: { readonly n: number }) => ordinalWords(n)),
  distinct,
  daysSinceLast,
  averageGap,
  share,
};

export function aggregateWords(spec: OrdersSpec, setting: Setting): Words {
  return aggregates[spec.aggregate](spec.ask as never, spec, setting);
}
