import type { Duration } from '../duration.ts';
import { civilDateOf } from '../civil.ts';
import type { EpochDay, Instant } from '../facts.ts';
import { listWords } from './clause.ts';

const small = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** In a word up to twelve, in digits beyond. */
export function countWords(n: number): string {
  return small[n] ?? numberWords(n);
}

const plainNumbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

export function numberWords(n: number): string {
  return plainNumbers.format(n);
}

export function plural(n: number, noun: string): string {
  return `${countWords(n)} ${noun}${n === 1 ? '' : 's'}`;
}

export function ordinalWords(n: number): string {
  const word = ordinals[n - 1];
  if (word !== undefined) return word;
  const isTeen = n % 100 >= 11 && n % 100 <= 13;
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${numberWords(n)}${ending}`;
}

/** Minor units as people read them: 49990 is 499.90 EUR, and 49990 JPY. */
export function moneyWords(minorUnits: number, currency: string): string {
  const { digits, format } = (amounts[currency] ??= amountsOf(currency));
  return `${format(minorUnits / 10 ** digits)} ${currency}`;
}

interface AmountStyle {
  /** How many minor units, as a power of ten, make one of the currency. */
  readonly digits: number;
  readonly format: (amount: number) => string;
}

/** Made once: a format takes long to make. */
const amounts: Record<string, AmountStyle> = {};

function amountsOf(currency: string): AmountStyle {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  const style = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: 20 });
  return { digits, format: (amount) => style.format(amount) };
}

/** 0.25 is 25%, without what binary fractions would add. */
export function percentWords(part: number): string {
  return `${numberWords(Number((part * 100).toPrecision(15)))}%`;
}

const units: Readonly<Record<string, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' };
const clockUnits: Readonly<Record<string, string>> = { H: 'hour', M: 'minute', S: 'second' };

/** As its author wrote it, so P12M is twelve months and not a year. */
export function durationWords({ text }: Duration): string {
  const [date = '', time = ''] = text.slice(1).split('T');
  const parts = [...partsOf(date, units), ...partsOf(time, clockUnits)];
  return listWords(parts, 'and');
}

function partsOf(text: string, names: Readonly<Record<string, string>>): string[] {
  return [...text.matchAll(/([\d.]+)([A-Z])/g)].map(([, n, unit]) => plural(Number(n), names[unit ?? ''] ?? ''));
}

/** 8 March 2026. */
export function dateWords(day: EpochDay): string {
  const { year, month, day: ofMonth } = civilDateOf(day);
  return `${ofMonth} ${monthNames[month - 1]} ${year}`;
}

/** 8 March 2026, 12:00 UTC; seconds and milliseconds where there are any. */
export function instantWords(instant: Instant): string {
  const [, time = ''] = new Date(instant).toISOString().split('T');
  const clock = time
    .replace(/Z$/, '')
    .replace(/\.000$/, '')
    .replace(/:00$/, '');
  return `${dateWords(Math.floor(instant / 86_400_000))}, ${clock} UTC`;
}
