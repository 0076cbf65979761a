import { number } from '../../tests/number.ts';
import { compileScalarTest } from '../../tests/scalar.ts';
import type { Operand, Test } from '../../tests/test.ts';
import type { Claim, Domain } from './claim.ts';

/** The numbers that something can be. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
  /** Never missing. */
  readonly isKnown: boolean;
}

/** A test that must hold of a number, or must not. */
export interface NumberClaim {
  readonly test: Test;
  readonly wanted: boolean;
}

export function numbersOf(range: NumberRange): Domain {
  return { isImpossible: (claims) => isNumberImpossible(claims.map(asTest), range) };
}

export function asTest({ operation, wanted }: Claim): NumberClaim {
  return { test: { operations: [operation] }, wanted };
}

export function isNumberImpossible(claims: readonly NumberClaim[], range: NumberRange): boolean {
  const holds = allOf(claims);
  return !(range.isKnown ? [] : [null]).some(holds) && !candidatesOf(claims, range).some(holds);
}

/** The least and the greatest whole numbers from 0 on that are as claimed, or null when there are none. */
export function boundsOf(claims: readonly NumberClaim[]): { readonly least: number; readonly most: number } | null {
  const range = { least: 0, most: Number.POSITIVE_INFINITY, isWhole: true, isKnown: true };
  const candidates = candidatesOf(claims, range).sort((a, b) => a - b);
  const found = candidates.filter(allOf(claims));
  const [least, most] = [found[0], found.at(-1)];
  if (least === undefined || most === undefined) return null;
  return { least, most: most === candidates.at(-1) ? Number.POSITIVE_INFINITY : most };
}

function allOf(claims: readonly NumberClaim[]): (value: number | null) => boolean {
  const compiled = claims.map(({ test, wanted }) => ({ holds: compileScalarTest(number, test), wanted }));
  return (value) => compiled.every(({ holds, wanted }) => holds(value) === wanted);
}

/** Numbers of which at least one lies in each stretch between what the claims compare with, and on each of those. */
function candidatesOf(claims: readonly NumberClaim[], { least, most, isWhole }: NumberRange): number[] {
  const limits = claims.flatMap(({ test }) => test.operations.flatMap(({ operand }) => numbersIn(operand)));
  limits.sort((a, b) => a - b);
  const near = limits.flatMap((limit, index) => {
    const next = limits[index + 1];
    if (isWhole) return [Math.ceil(limit) - 1, Math.floor(limit), Math.ceil(limit), Math.floor(limit) + 1];
    return [limit - 1, limit, ...(next === undefined ? [] : [(limit + next) / 2]), limit + 1];
  });
  const ends = [0, least, most].filter(Number.isFinite);
  return [...new Set([...ends, ...near])].filter((value) => value >= least && value <= most);
}

function numbersIn(operand: Operand): number[] {
  if (typeof operand === 'number') return [operand];
  return Array.isArray(operand) ? (operand as readonly Operand[]).flatMap(numbersIn) : [];
}
