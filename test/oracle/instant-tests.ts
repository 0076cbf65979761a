import { plus, type Day, type Instant } from './calendar.ts';
import {
  anniversaryIn,
  calendarPeriod,
  dayPlus,
  localDay,
  midnightPlus,
  monthOf,
  readDay,
  readInstant,
  startOfDay,
  yearOf,
} from './days.ts';
import { asObject, asPair, asText, isObject, type Json } from './document.ts';
import { everyOperator, numberTest } from './value-tests.ts';
import { type View } from './view.ts';

/** The two kinds of thing that have a place in time: an instant, and a local date for which its midnights stand. */
export type Placed = { readonly instant: Instant } | { readonly date: Day };

export function placedPlus(placed: Placed, duration: string, zone: string): Instant {
  return 'instant' in placed ? plus(placed.instant, duration, zone) : midnightPlus(placed.date, duration, zone);
}

export function placeOf(placed: Placed, zone: string): Instant {
  return 'instant' in placed ? placed.instant : startOfDay(placed.date, zone);
}

export function dayOf(placed: Placed, zone: string): Day {
  return 'instant' in placed ? localDay(placed.instant, zone) : placed.date;
}

function rollingHolds(placed: Placed, operator: string, argument: Json, view: View): boolean | undefined {
  const { now, zone } = view;
  const after = (duration: Json): Instant => placedPlus(placed, asText(duration), zone);
  const place = placeOf(placed, zone);
  switch (operator) {
    case 'inLast':
      return place <= now && now < after(argument);
    case 'moreThanAgo':
      return now >= after(argument);
    case 'betweenAgo':
      return after(asPair(argument)[0]) <= now && now < after(asPair(argument)[1]);
    case 'inNext':
      return now < place && place <= plus(now, asText(argument), zone);
    case 'moreThanAhead':
      return place > plus(now, asText(argument), zone);
    default:
      return undefined;
  }
}

/** -1, 0, 1 as the placed thing lies before, at or after a literal; dates compare with dates as dates. */
function compareToLiteral(placed: Placed, literal: string, zone: string): number {
  if ('date' in placed && /^\d{4}-\d\d-\d\d$/.test(literal)) {
    return Math.sign(placed.date - readDay(literal));
  }
  return Math.sign(placeOf(placed, zone) - readInstant(literal, zone));
}

function fixedHolds(placed: Placed, operator: string, argument: Json, zone: string): boolean | undefined {
  const against = (literal: Json): number => compareToLiteral(placed, asText(literal), zone);
  switch (operator) {
    case 'before':
      return against(argument) < 0;
    case 'after':
      return against(argument) > 0;
    case 'between':
      return against(asPair(argument)[0]) >= 0 && against(asPair(argument)[1]) < 0;
    case 'on':
      return dayOf(placed, zone) === readDay(asText(argument));
    default:
      return undefined;
  }
}

function inPeriod(placed: Placed, name: string, view: View): boolean {
  const days = calendarPeriod(name, localDay(view.now, view.zone));
  const day = dayOf(placed, view.zone);
  return days.from <= day && day < days.to;
}

function anniversaryHolds(placed: Placed, test: Json, view: View): boolean {
  const { now, zone } = view;
  const date = dayOf(placed, zone);
  const year = yearOf(localDay(now, zone));
  return [year - 1, year, year + 1].some((one) => {
    const day = anniversaryIn(one, date);
    const end = startOfDay(day + 1, zone);
    return everyOperator(test, (operator, argument) => {
      if (operator === 'inNext') return startOfDay(dayPlus(day, -1, asText(argument)), zone) <= now && now < end;
      if (operator === 'inLast') {
        return startOfDay(day, zone) <= now && now < startOfDay(dayPlus(day, 1, asText(argument)) + 1, zone);
      }
      throw new Error(`the oracle knows no anniversary test ${operator}`);
    });
  });
}

/** Completed years on the local day of now; who was born on 29 February is a year older on the 28th of common years. */
function ageAt(placed: Placed, view: View): number {
  const born = dayOf(placed, view.zone);
  const today = localDay(view.now, view.zone);
  const year = yearOf(today);
  return year - yearOf(born) - (anniversaryIn(year, born) <= today ? 0 : 1);
}

function recurringHolds(placed: Placed, operator: string, argument: Json, view: View): boolean {
  switch (operator) {
    case 'calendar':
      return inPeriod(placed, asText(argument), view);
    case 'anniversary':
      return anniversaryHolds(placed, asObject(argument), view);
    case 'age':
      return numberTest(ageAt(placed, view), argument);
    case 'monthOfYear':
      return numberTest(monthOf(dayOf(placed, view.zone)), argument);
    default:
      throw new Error(`the oracle knows no instant test ${operator}`);
  }
}

/** `age` and `monthOfYear` are number tests, so their negative operators hold of a missing date too. */
function holdsOfMissing(operator: string, argument: Json): boolean {
  if (operator === 'set') return argument === false;
  if (operator === 'notSet') return argument === true;
  if (operator === 'age' || operator === 'monthOfYear') return numberTest(undefined, argument);
  return false;
}

export function placedTest(placed: Placed | undefined, test: Json, view: View): boolean {
  if (!isObject(test)) throw new Error(`an instant takes a mapping of tests, not ${JSON.stringify(test)}`);
  return everyOperator(test, (operator, argument) => {
    if (placed === undefined) return holdsOfMissing(operator, argument);
    if (operator === 'set') return argument === true;
    if (operator === 'notSet') return argument === false;
    return (
      rollingHolds(placed, operator, argument, view) ??
      fixedHolds(placed, operator, argument, view.zone) ??
      recurringHolds(placed, operator, argument, view)
    );
  });
}

export function instantTest(at: Instant | null | undefined, test: Json, view: View): boolean {
  return placedTest(at === null || at === undefined ? undefined : { instant: at }, test, view);
}
