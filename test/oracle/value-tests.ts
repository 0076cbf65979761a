import { type Scalar } from '@weir/engine';
import { asList, asPair, asText, asNumber, everyMember, isObject, type Json } from './document.ts';
import { foldText } from './fold-text.ts';
import { compareRatios, ratioOf, type Ratio } from './ratio.ts';

/** Every operator of a test must hold; a bare value means `eq`. */
export function everyOperator(test: Json, holds: (operator: string, argument: Json) => boolean): boolean {
  if (!isObject(test)) return holds('eq', test);
  return everyMember(test, holds);
}

const negations: Readonly<Record<string, string>> = {
  ne: 'eq',
  notIn: 'in',
  notContains: 'contains',
  notSet: 'set',
  hasNone: 'hasAny',
};

/** Negative operators are the complements of positive ones, so that a missing value makes them true. */
function holdsOrItsComplement(operator: string, holds: (positive: string) => boolean): boolean {
  const positive = negations[operator];
  return positive === undefined ? holds(operator) : !holds(positive);
}

function unknownOperator(operator: string): never {
  throw new Error(`the oracle knows no operator ${operator}`);
}

function holdsForText(value: string | undefined, operator: string, argument: Json): boolean {
  if (operator === 'set') return (value !== undefined) === argument;
  if (value === undefined) return false;
  const folded = foldText(value);
  switch (operator) {
    case 'eq':
      return folded === foldText(asText(argument));
    case 'in':
      return asList(argument).some((one) => folded === foldText(asText(one)));
    case 'contains':
      return folded.includes(foldText(asText(argument)));
    case 'startsWith':
      return folded.startsWith(foldText(asText(argument)));
    case 'endsWith':
      return folded.endsWith(foldText(asText(argument)));
    case 'matches':
      return new RegExp(asText(argument), 'iu').test(folded);
    default:
      return unknownOperator(operator);
  }
}

/** Empty text counts as missing. */
export function textTest(value: string | null | undefined, test: Json): boolean {
  const present = value === null || value === '' ? undefined : value;
  return everyOperator(test, (operator, argument) =>
    holdsOrItsComplement(operator, (positive) => holdsForText(present, positive, argument)),
  );
}

/** For a text with several values (the elements of a category path): positive operators need one that meets them, negative ones that none does. */
export function anyTextTest(values: readonly string[], test: Json): boolean {
  return everyOperator(test, (operator, argument) =>
    holdsOrItsComplement(operator, (positive) =>
      positive === 'set'
        ? values.length > 0 === argument
        : values.some((value) => holdsForText(value === '' ? undefined : value, positive, argument)),
    ),
  );
}

/** How a value lies to a limit: negative, zero or positive, as it is below, at or above. */
type Against = (limit: number) => number;

function holdsForNumber(against: Against | undefined, operator: string, argument: Json): boolean {
  if (operator === 'set') return (against !== undefined) === argument;
  if (against === undefined) return false;
  switch (operator) {
    case 'eq':
      return against(asNumber(argument)) === 0;
    case 'in':
      return asList(argument).some((one) => against(asNumber(one)) === 0);
    case 'gt':
      return against(asNumber(argument)) > 0;
    case 'gte':
      return against(asNumber(argument)) >= 0;
    case 'lt':
      return against(asNumber(argument)) < 0;
    case 'lte':
      return against(asNumber(argument)) <= 0;
    case 'between':
      return against(asNumber(asPair(argument)[0])) >= 0 && against(asNumber(asPair(argument)[1])) <= 0;
    default:
      return unknownOperator(operator);
  }
}

function againstTest(against: Against | undefined, test: Json): boolean {
  return everyOperator(test, (operator, argument) =>
    holdsOrItsComplement(operator, (positive) => holdsForNumber(against, positive, argument)),
  );
}

/** For quotients, which seldom are numbers that can be written down. */
export function ratioTest(value: Ratio | undefined, test: Json): boolean {
  return againstTest(value === undefined ? undefined : (limit) => compareRatios(value, ratioOf(limit)), test);
}

/** Numbers are the decimals they are written as, and these are in the same order as the doubles nearest to them. */
export function numberTest(value: number | null | undefined, test: Json): boolean {
  return againstTest(value === null || value === undefined ? undefined : (limit) => value - limit, test);
}

export function booleanTest(value: boolean | undefined, test: Json): boolean {
  return everyOperator(test, (operator, argument) =>
    holdsOrItsComplement(operator, (positive) =>
      positive === 'set' ? (value !== undefined) === argument : value !== undefined && value === argument,
    ),
  );
}

export function setTest(values: readonly string[], test: Json): boolean {
  const folded = new Set(values.map(foldText));
  const has = (one: Json): boolean => folded.has(foldText(asText(one)));
  return everyOperator(test, (operator, argument) => {
    if (operator === 'size') return numberTest(folded.size, argument);
    if (operator === 'hasAll') return asList(argument).every(has);
    return holdsOrItsComplement(operator, (positive) =>
      positive === 'hasAny'
        ? asList(argument).some(has)
        : positive === 'set'
          ? folded.size > 0 === argument
          : unknownOperator(operator),
    );
  });
}

/** A custom value is tested as what it is; a missing one as what the test asks for. */
export function scalarTest(value: Scalar | undefined, test: Json): boolean {
  if (typeof value === 'string') return textTest(value, test);
  if (typeof value === 'number') return numberTest(value, test);
  if (typeof value === 'boolean') return booleanTest(value, test);
  return everyOperator(test, (operator, argument) =>
    holdsOrItsComplement(operator, (positive) => positive === 'set' && argument === false),
  );
}
