import { parseDate } from './rfc3339.ts';

const shape = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?([Zz]|[+-]\d{2}:\d{2})?$/;
const monthNames = 'January February March April May June July August September October November December'.split(' ');

/** Why a text is no RFC 3339 timestamp of the years 0 to 9999, for one that `parseInstant` did not take. */
export function instantProblem(text: string): string {
  const match = shape.exec(text);
  if (match === null) return 'is not an RFC 3339 timestamp such as 2017-01-01T11:53:26Z';
  const [, date = '', hour = '', minute = '', second = '', offset] = match;
  if (Number.isNaN(parseDate(date))) return dateProblem(date);
  if (hour === '24') return 'has hour 24: midnight is 00:00:00 of the day that begins';
  if (Number(hour) > 23) return `has hour ${hour}: 00 to 23 exist`;
  if (Number(minute) > 59) return `has minute ${minute}: 00 to 59 exist`;
  if (second === '60') return 'has second 60: leap seconds have no place in Unix time, write 59';
  if (Number(second) > 59) return `has second ${second}: 00 to 59 exist`;
  if (offset === undefined) return 'has no offset from UTC: append Z, or an offset such as +03:00';
  if (/^[+-](2[4-9]|[3-9]\d|\d{2}:[6-9])/.test(offset)) return `has the offset ${offset}: at most 23:59 exists`;
  return 'does not lie in the years 0 to 9999 of UTC';
}

/** Why a text is no `YYYY-MM-DD`, for one that `parseDate` did not take. */
export function dateProblem(text: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return 'is not a date such as 1990-05-17';
  const [, year = '', month = '', day = ''] = match;
  const name = monthNames[Number(month) - 1];
  if (name === undefined) return `has month ${month}: 01 to 12 exist`;
  const lastDay = [31, 30, 29, 28].find((last) => !Number.isNaN(parseDate(`${year}-${month}-${last}`)));
  return `has day ${day}: ${name} ${year} has 01 to ${lastDay}`;
}
