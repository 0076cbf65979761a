import type { Operation } from '../../tests/test.ts';
import type { Domain } from './claim.ts';
import { isWithin, regionOf } from './moment-regions.ts';

/** Of an instant, that there is one. */
export const whenever: Operation = { op: 'set', operand: true };

/** Any number of instants, of which each claim says that one is as it says: those of changes that may be many. All claims are of one zone. */
export const anyMoment: Domain = {
  isImpossible: (claims) =>
    claims.some(
      ({ operation: inner, wanted }) =>
        wanted && claims.some(({ operation: outer, wanted: isMet }) => !isMet && implies(inner, outer)),
    ),
};

/** Whether an instant of the one kind is always one of the other as well. */
function implies(inner: Operation, outer: Operation): boolean {
  if (outer.op === whenever.op || JSON.stringify(inner) === JSON.stringify(outer)) return true;
  const [from, to] = [regionOf(inner), regionOf(outer)];
  return from !== null && to !== null && isWithin(from, to);
}
