import { asksForPresence, type Test } from '../../tests/test.ts';
import { fold } from '../../text.ts';
import type { Claim, Domain } from './claim.ts';
import { isNumberImpossible, type NumberClaim } from './numbers.ts';

const sizes = { least: 0, most: Number.POSITIVE_INFINITY, isWhole: true, isKnown: true };

/** Sets of texts, folded. */
export const tagSets: Domain = {
  isImpossible(claims) {
    const [needed, denied] = [new Set<string>(), new Set<string>()];
    const anyOf: (readonly string[])[] = [];
    const missing: (readonly string[])[] = [];
    for (const claim of claims) {
      const { op, operand } = claim.operation;
      const tags = Array.isArray(operand) ? (operand as readonly string[]).map(fold) : [];
      if (op === 'hasAll') {
        if (claim.wanted) for (const tag of tags) needed.add(tag);
        else missing.push(tags);
      } else if (op === 'hasAny' || op === 'hasNone') {
        if (claim.wanted === (op === 'hasAny')) anyOf.push(tags);
        else for (const tag of tags) denied.add(tag);
      }
    }
    const least = Math.max(needed.size, anyOf.length > 0 ? 1 : 0);
    return (
      [...needed].some((tag) => denied.has(tag)) ||
      anyOf.some((tags) => tags.every((tag) => denied.has(tag))) ||
      missing.some((tags) => tags.every((tag) => needed.has(tag))) ||
      isNumberImpossible([...claims.flatMap(sizeClaim), atLeast(least)], sizes)
    );
  },
};

function sizeClaim({ operation, wanted }: Claim): NumberClaim[] {
  const present = asksForPresence(operation);
  if (present !== undefined) return [{ test: atLeast(1).test, wanted: present === wanted }];
  return operation.op === 'size' ? [{ test: operation.operand as Test, wanted }] : [];
}

function atLeast(n: number): NumberClaim {
  return { test: { operations: [{ op: 'gte', operand: n }] }, wanted: true };
}
