import type { AccountSettings } from '../account.ts';
import type { ChangedSpec } from '../leaves/changed.ts';
import type { Operation, Test } from '../tests/test.ts';
import { quote } from './clause.ts';
import type { Describer } from './describer.ts';
import { type Happening, whenWords } from './instant-phrases.ts';
import { numberPredicate } from './number-phrases.ts';
import { moneyWords, numberWords } from './quantity-words.ts';
import type { Setting } from './setting.ts';
import { subjectOf } from './subjects.ts';
import { customPredicate, textPredicate } from './value-phrases.ts';

/** `their city changed from “Moscow” to “Kazan” less than seven days ago`. */
export const changed: Describer<ChangedSpec> = ({ field, from, to, when }, setting) => {
  const ends = [from && ` from ${endWords(field, from, setting)}`, to && ` to ${endWords(field, to, setting)}`];
  const what = ends.filter((words) => words !== null).join('');
  const subject = subjectOf(field);
  if (when === null)
    return { yes: `${subject} has at some time changed${what}`, no: `${subject} has never changed${what}` };
  const time = when.operations.map(({ op, operand }) => whenWords(op, operand, anyChange, setting)).join(' and ');
  return { yes: `${subject} changed${what} ${time}`, no: `${subject} did not change${what} ${time}` };
};

/** Only the phrase is used, in which nothing but the origin of counting occurs. */
const anyChange: Happening = {
  was: ['', ''],
  event: '',
  anniversary: '',
  missing: '',
  from: 'the change',
  isDate: false,
};

/** A value by itself where one is named, else what there is to be said of it. */
function endWords(field: string, test: Test, setting: Setting): string {
  const [only, ...others] = test.operations;
  if (only?.op === 'eq' && others.length === 0) return valueWords(field, only, setting.account);
  if (dates.has(field) || instants.has(field))
    return `${dates.has(field) ? 'a date' : 'a moment'} ${momentWords(field, test, setting)}`;
  return `a value that ${predicateOf(field, test, setting.account)}`;
}

const dates: ReadonlySet<string> = new Set(['birthday']);
const instants: ReadonlySet<string> = new Set(['loyalty.levelSince', 'loyalty.joinedAt']);

function momentWords(field: string, { operations }: Test, setting: Setting): string {
  const happening = { ...anyChange, isDate: dates.has(field) };
  return operations.map(({ op, operand }) => whenWords(op, operand, happening, setting)).join(' and ');
}

function valueWords(field: string, { operand }: Operation, account: AccountSettings): string {
  if (typeof operand === 'number') return formatOf(field, account)(operand);
  if (typeof operand === 'boolean') return operand ? 'yes' : 'no';
  return quote(operand as string);
}

function predicateOf(field: string, test: Test, account: AccountSettings): string {
  if (field.startsWith('custom.')) return customPredicate(test, true).yes;
  if (field === 'vip' || field === 'bad') return customPredicate(test, true).yes;
  if (field !== 'loyalty.balance' && field !== 'loyalty.purchaseSum') return textPredicate(test, true).yes;
  return numberPredicate(test, { format: formatOf(field, account), missing: null }).yes;
}

function formatOf(field: string, { currency }: AccountSettings): (n: number) => string {
  return field === 'loyalty.purchaseSum' ? (n) => moneyWords(n, currency) : numberWords;
}
