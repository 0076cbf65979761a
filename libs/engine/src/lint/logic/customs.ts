import { custom } from '../../tests/custom.ts';
import { number } from '../../tests/number.ts';
import { compileScalarTest, type Predicate } from '../../tests/scalar.ts';
import { asksForPresence, type Operation } from '../../tests/test.ts';
import type { Claim, Domain } from './claim.ts';
import { numbersOf } from './numbers.ts';
import { texts } from './texts.ts';

type Value = boolean | number | string;

const anyNumber = numbersOf({
  least: Number.NEGATIVE_INFINITY,
  most: Number.POSITIVE_INFINITY,
  isWhole: false,
  isKnown: true,
});

/** Values of custom fields, whose type nobody declared. Of whatever type the value is, to a test of another type it is missing. */
export const customs: Domain = {
  isImpossible: (claims) =>
    ![null, true, false].some((value) => claims.every((claim) => holdsOf(claim, value))) &&
    isTypeImpossible(claims, 'number', anyNumber) &&
    isTypeImpossible(claims, 'string', texts),
};

function isTypeImpossible(claims: readonly Claim[], typeName: 'number' | 'string', domain: Domain): boolean {
  const own = claims.filter(({ operation }) => isOfType(operation, typeName));
  const others = claims.filter((claim) => !own.includes(claim) && asksForPresence(claim.operation) === undefined);
  // Of a value of this type a test of another says what it says of none.
  if (!others.every(({ operation, wanted }) => compile(operation)(null) === wanted)) return true;
  if (claims.some(({ operation, wanted }) => asksForPresence(operation) === !wanted)) return true;
  return own.length > 0 && domain.isImpossible([...own, isSet]);
}

const isSet: Claim = { operation: { op: 'set', operand: true }, wanted: true };

function isOfType({ op, operand }: Operation, typeName: 'number' | 'string'): boolean {
  if (op === 'set' || op === 'notSet') return false;
  if (op === 'eq' || op === 'ne') return typeof operand === typeName;
  return op in number.operators === (typeName === 'number');
}

function compile(operation: Operation): Predicate<Value> {
  return compileScalarTest(custom, { operations: [operation] });
}

function holdsOf({ operation, wanted }: Claim, value: boolean | null): boolean {
  return compile(operation)(value) === wanted;
}
