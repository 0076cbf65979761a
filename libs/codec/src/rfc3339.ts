const zero = 48;

/** Two decimal digits as a number, or NaN. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - zero;
  const ones = text.charCodeAt(at + 1) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Days from the first of January, by month. */
const daysBefore = monthDays.map((_, month) => monthDays.slice(0, month).reduce((sum, days) => sum + days, 0));

/** Days since 1970-01-01 of the date that `text` begins with, or NaN when it does not begin with one that exists. */
function leadingDate(text: string): number {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || !(year >= 0 && month >= 1 && month <= 12)) return NaN;
  const isLeap = isLeapYear(year);
  const lastDay = (monthDays[month - 1] ?? 0) + (isLeap && month === 2 ? 1 : 0);
  if (!(day >= 1 && day <= lastDay)) return NaN;
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const dayOfYear = (daysBefore[month - 1] ?? 0) + (isLeap && month > 2 ? 1 : 0) + day;
  return before * 365 + leapDays + dayOfYear - 719_163;
}

/** Epoch days of a `YYYY-MM-DD`, or NaN. */
export function parseDate(text: string): number {
  return text.length === 10 ? leadingDate(text) : NaN;
}

/**
 * Epoch milliseconds of an RFC 3339 timestamp, or NaN. An offset is required: a local time is no instant.
 * Digits beyond the millisecond are dropped. A leap second has no epoch milliseconds and is none.
 */
export function parseInstant(text: string): number {
  const days = leadingDate(text);
  const separator = text.charCodeAt(10);
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  const seconds = twoDigits(text, 17);
  const isShaped = (separator === 84 || separator === 116) && text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58;
  if (!isShaped || !(hours <= 23 && minutes <= 59 && seconds <= 59)) return NaN;
  let at = 19;
  let milliseconds = 0;
  if (text.charCodeAt(at) === 46) {
    const first = ++at;
    for (let scale = 100; ; scale = Math.floor(scale / 10), at++) {
      const digit = text.charCodeAt(at) - zero;
      if (!(digit >= 0 && digit <= 9)) break;
      milliseconds += digit * scale;
    }
    if (at === first) return NaN;
  }
  return ((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000 + milliseconds - offsetMs(text, at);
}

/** Of the `Z` or `+hh:mm` that the text ends with, or NaN. */
function offsetMs(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if (sign === 90 || sign === 122) return text.length === at + 1 ? 0 : NaN;
  const hours = twoDigits(text, at + 1);
  const minutes = twoDigits(text, at + 4);
  const isShaped = (sign === 43 || sign === 45) && text.charCodeAt(at + 3) === 58 && text.length === at + 6;
  if (!isShaped || !(hours <= 23 && minutes <= 59)) return NaN;
  return (hours * 60 + minutes) * (sign === 43 ? 60_000 : -60_000);
}

const dayMs = 86_400_000;

/** The years 0000 to 9999: what RFC 3339 can write. */
export const leastDate = -719_528;
export const greatestDate = 2_932_896;
export const leastInstant = leastDate * dayMs;
export const greatestInstant = (greatestDate + 1) * dayMs - 1;

/** In UTC, with milliseconds only where there are any. */
export function writeInstant(instant: number): string {
  const text = new Date(instant).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

export function writeDate(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}
