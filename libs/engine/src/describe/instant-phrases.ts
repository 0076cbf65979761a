import type { Duration } from '../duration.ts';
import type { TimePoint } from '../literal.ts';
import { monthNumber } from '../tests/number.ts';
import type { PeriodName } from '../tests/period.ts';
import { compileScalarTest } from '../tests/scalar.ts';
import { asksForPresence, type Operation, type Test } from '../tests/test.ts';
import { aboutSubject, allWords, listWords, type Words } from './clause.ts';
import { countedPhrase, presence } from './number-phrases.ts';
import { countWords, dateWords, durationWords, instantWords, monthNames } from './quantity-words.ts';
import type { Setting } from './setting.ts';

/** What happened at the instant that is tested. */
export interface Happening {
  /** Such as `was placed`, and `was not placed`. */
  readonly was: readonly [yes: string, no: string];
  /** What happened, as a thing, such as `the creation of their profile`. */
  readonly event: string;
  /** What comes back every year, such as `the anniversary of their first order`. */
  readonly anniversary: string;
  /** What days are counted forward from, such as `the order`. */
  readonly from: string;
  /** Such as `there is none`. */
  readonly missing: string;
  /** A date rather than an instant: the whole day counts, in whichever zone. */
  readonly isDate: boolean;
}

type Phrase = (operand: never, happening: Happening, setting: Setting) => string;

/** When it was, or is to be, without the verb. */
const when: Readonly<Record<string, Phrase>> = {
  inLast: (length: Duration, { from }, setting) =>
    `less than ${durationWords(length)} ago${forward([length], from, setting)}`,
  moreThanAgo: (length: Duration, { from }, setting) =>
    `at least ${durationWords(length)} ago${forward([length], from, setting)}`,
  betweenAgo: (lengths: readonly [Duration, Duration], { from }, setting) =>
    `at least ${durationWords(lengths[0])} and less than ${durationWords(lengths[1])} ago${forward(lengths, from, setting)}`,
  inNext: (length: Duration, _happening, setting) =>
    `at most ${durationWords(length)} ahead${forward([length], 'now', setting)}`,
  moreThanAhead: (length: Duration, _happening, setting) =>
    `more than ${durationWords(length)} ahead${forward([length], 'now', setting)}`,
  calendar: (name: PeriodName, _happening, setting) => `${periodWords(name)}${setting.note({ kind: 'zone' })}`,
  before: (point: TimePoint, { isDate }, setting) => `before ${startWords(point, isDate, setting)}`,
  after: (point: TimePoint, { isDate }, setting) => `after ${startWords(point, isDate, setting)}`,
  on: ({ date }: { readonly date: number }, { isDate }, setting) => `on ${dateWords(date)}${dayNote(isDate, setting)}`,
  between: ([from, to]: readonly [TimePoint, TimePoint], { isDate }, setting) => rangeWords(from, to, isDate, setting),
};

type Predicate = (operand: never, happening: Happening, setting: Setting) => Words;

/** What else can be asked, with the verb. */
const other: Readonly<Record<string, Predicate>> = {
  anniversary: ({ operations }: Test, { missing }, setting) => {
    const note = setting.note({ kind: 'zone' });
    return allWords(
      operations.map(({ op, operand }) => {
        const span = returnWords((operand as Duration).days, op === 'inNext');
        return { yes: `is ${span}${note}`, no: `is not ${span}${note} (or ${missing})` };
      }),
    );
  },
  age: (test: Test, { was: [was, wasNot], missing }, setting) => {
    const years = countedPhrase(test, (n) => `${countWords(n)} full years`);
    const note = setting.note({ kind: 'zone' });
    return { yes: `${was} ${years.yes} ago${note}`, no: `${wasNot} ${years.yes} ago${note} (or ${missing})` };
  },
  monthOfYear: (operand: readonly number[] | Test, { isDate, missing }, setting) => {
    const names = `${listWords(monthsOf(operand), 'or')}${dayNote(isDate, setting)}`;
    return { yes: `falls in ${names}`, no: `does not fall in ${names} (or ${missing})` };
  },
};

/** What a test says of an instant: `their last order was placed at least three months ago`. */
export function instantClause(subject: string, test: Test, happening: Happening, setting: Setting): Words {
  const bySubject = new Map<string, Words[]>();
  for (const operation of test.operations) {
    const of = subjectOf(operation, subject, happening);
    bySubject.set(of, [...(bySubject.get(of) ?? []), predicateOf(operation, happening, setting)]);
  }
  return allWords([...bySubject].map(([of, predicates]) => aboutSubject(of, allWords(predicates))));
}

/** When something was is said of what it was done to; all else of what happened, and of its returns. */
function subjectOf(operation: Operation, subject: string, { event, anniversary }: Happening): string {
  if (operation.op === 'anniversary') return anniversary;
  const isPast = operation.op === 'age' || (operation.op in when && !isAhead(operation));
  return isPast ? subject : event;
}

function isAhead({ op, operand }: Operation): boolean {
  if (op === 'calendar') return operand === 'tomorrow' || (typeof operand === 'string' && operand.startsWith('next'));
  return op === 'inNext' || op === 'moreThanAhead';
}

function predicateOf(operation: Operation, happening: Happening, setting: Setting): Words {
  const { was, missing } = happening;
  const { op, operand } = operation;
  const wanted = asksForPresence(operation);
  if (wanted !== undefined) return presence(wanted, missing);
  const special = other[op];
  if (special !== undefined) return special(operand as never, happening, setting);
  const phrase = whenWords(op, operand, happening, setting);
  const [yes, no] = isAhead(operation) ? ['lies', 'does not lie'] : was;
  return { yes: `${yes} ${phrase}`, no: `${no} ${phrase} (or ${missing})` };
}

/** When it was, without the verb: `less than 90 days ago`. */
export function whenWords(op: string, operand: unknown, happening: Happening, setting: Setting): string {
  const phrase = when[op]?.(operand as never, happening, setting);
  if (phrase === undefined) throw new Error(`no words for the operator ${op}`);
  return phrase;
}

/** Hours and minutes are elapsed time, the same in every zone and from either end. */
function forward(lengths: readonly Duration[], from: string, setting: Setting): string {
  const isCalendar = lengths.some(({ months, days }) => months > 0 || days > 0);
  return isCalendar ? setting.note({ kind: 'forward', from }) : '';
}

/** An instant's day depends on the zone, a date is one. */
function dayNote(isDate: boolean, setting: Setting): string {
  return isDate ? '' : setting.note({ kind: 'zone' });
}

function startWords(point: TimePoint, isDate: boolean, setting: Setting): string {
  if ('instant' in point) return instantWords(point.instant);
  return isDate ? dateWords(point.date) : `the start of ${dateWords(point.date)}${setting.note({ kind: 'zone' })}`;
}

/** Half-open: of dates the last day that counts is the one before the end. */
export function rangeWords(from: TimePoint | null, to: TimePoint | null, isDate: boolean, setting: Setting): string {
  if (from !== null && to !== null && 'date' in from && 'date' in to) {
    const [first, last] = [dateWords(from.date), dateWords(to.date - 1)];
    const span = first === last ? `on ${first}` : `from ${first} to ${last}, both days included`;
    return `${span}${dayNote(isDate, setting)}`;
  }
  const parts = [
    ...(from === null ? [] : [`from ${startWords(from, isDate, setting)} on`]),
    ...(to === null ? [] : [`before ${startWords(to, isDate, setting)}`]),
  ];
  return parts.join(' and ');
}

function returnWords(days: number, isNext: boolean): string {
  if (days === 0) return 'today';
  if (days === 1) return isNext ? 'today or tomorrow' : 'today or yesterday';
  return `today or on one of the ${isNext ? 'next' : 'last'} ${countWords(days)} days`;
}

const relation: Readonly<Record<string, string>> = { this: 'current', last: 'previous', next: 'next' };

function periodWords(name: PeriodName): string {
  const [, which = '', unit = ''] = /^(this|last|next)(\w+)$/.exec(name) ?? [];
  if (which === '') return name;
  const week = unit === 'Week' ? ', Monday to Sunday' : '';
  return `in the ${relation[which]} calendar ${unit.toLowerCase()}${week}`;
}

function monthsOf(operand: readonly number[] | Test): string[] {
  const holds =
    'operations' in operand
      ? compileScalarTest(monthNumber, operand)
      : (month: number): boolean => operand.includes(month);
  return monthNames.filter((_name, index) => holds(index + 1));
}
