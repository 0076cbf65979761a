import { compileInstantTest } from '../../tests/instant.ts';
import { findZone } from '../../zone.ts';
import type { Claim, Domain } from './claim.ts';
import { areApart, isWithin, regionOf } from './moment-regions.ts';
import { isNumberImpossible, type NumberClaim, type NumberRange } from './numbers.ts';
import { demandsNone } from './texts.ts';

const ages: NumberRange = {
  least: Number.NEGATIVE_INFINITY,
  most: Number.POSITIVE_INFINITY,
  isWhole: true,
  isKnown: true,
};
const months: NumberRange = { least: 1, most: 12, isWhole: true, isKnown: true };

/** Instants and dates, whose claims are all of one zone. */
export const moments: Domain = {
  isImpossible: (claims) =>
    !claims.every(holdsOfNone) &&
    (demandsNone(claims) ||
      claims.some((claim, index) => claims.slice(index + 1).some((other) => areAtOdds(claim, other))) ||
      isNumberImpossible(numberClaims(claims, 'age'), ages) ||
      isNumberImpossible(numberClaims(claims, 'monthOfYear'), months)),
};

/** Of what is missing no zone and no time matters. */
function holdsOfNone({ operation, wanted }: Claim): boolean {
  const utc = findZone('UTC');
  return utc !== undefined && compileInstantTest({ operations: [operation] }).evaluate(null, 0, utc).value === wanted;
}

function areAtOdds(claim: Claim, other: Claim): boolean {
  const [a, b] = [regionOf(claim.operation), regionOf(other.operation)];
  if (a === null || b === null) return false;
  if (claim.wanted && other.wanted) return areApart(a, b);
  return (claim.wanted && isWithin(a, b)) || (other.wanted && isWithin(b, a));
}

/** Without the lists of months, which are no tests. */
function numberClaims(claims: readonly Claim[], op: 'age' | 'monthOfYear'): NumberClaim[] {
  return claims.flatMap(({ operation: { op: name, operand }, wanted }) => {
    const isTest = name === op && typeof operand === 'object' && operand !== null && 'operations' in operand;
    return isTest ? [{ test: operand, wanted }] : [];
  });
}
