import { compileScalarTest } from '../../tests/scalar.ts';
import { asksForPresence } from '../../tests/test.ts';
import { text } from '../../tests/text.ts';
import { fold } from '../../text.ts';
import type { Claim, Domain } from './claim.ts';

/** Texts compare folded, so one spelling stands for all. */
export const texts: Domain = {
  isImpossible(claims) {
    const named = claims.map(valuesNamedBy).find((values) => values !== undefined);
    if (named !== undefined) {
      const holds = allOf(claims);
      return !named.some(holds);
    }
    return !allOf(claims)(null) && (demandsNone(claims) || isContradictory(claims));
  },
};

/** The only values that such a claim leaves; undefined when it leaves many. */
function valuesNamedBy({ operation: { op, operand }, wanted }: Claim): readonly string[] | undefined {
  if (op === (wanted ? 'eq' : 'ne')) return [operand as string];
  return op === (wanted ? 'in' : 'notIn') ? (operand as readonly string[]) : undefined;
}

function allOf(claims: readonly Claim[]): (value: string | null) => boolean {
  const compiled = claims.map(({ operation, wanted }) => ({
    holds: compileScalarTest(text, { operations: [operation] }),
    wanted,
  }));
  return (value) => compiled.every(({ holds, wanted }) => holds(value) === wanted);
}

export function demandsNone(claims: readonly Claim[]): boolean {
  return claims.some(({ operation, wanted }) => asksForPresence(operation) === !wanted);
}

/** What a text must have, and must not have, in it, at its start and at its end. */
function isContradictory(claims: readonly Claim[]): boolean {
  const of = (op: string, wanted: boolean): string[] =>
    claims
      .filter((claim) => claim.operation.op === op && claim.wanted === wanted)
      .map(({ operation }) => fold(operation.operand as string));
  const [starts, ends] = [of('startsWith', true), of('endsWith', true)];
  const parts = [...of('contains', true), ...of('notContains', false), ...starts, ...ends];
  const denied = [...of('contains', false), ...of('notContains', true)];
  const [noStarts, noEnds] = [of('startsWith', false), of('endsWith', false)];
  return (
    parts.some((part) => denied.some((other) => part.includes(other))) ||
    starts.some((start) => noStarts.some((other) => start.startsWith(other))) ||
    ends.some((end) => noEnds.some((other) => end.endsWith(other))) ||
    starts.some((start) => starts.some((other) => !start.startsWith(other) && !other.startsWith(start))) ||
    ends.some((end) => ends.some((other) => !end.endsWith(other) && !other.endsWith(end))) ||
    of('matches', true).some((pattern) => of('matches', false).includes(pattern))
  );
}
