import type { Operation } from '../../tests/test.ts';
import type { Domain } from './claim.ts';

/** Few values, each of which can be tried. */
export function enumeration<Value>(
  values: readonly Value[],
  holds: (operation: Operation, value: Value) => boolean,
): Domain {
  return {
    isImpossible: (claims) =>
      !values.some((value) => claims.every(({ operation, wanted }) => holds(operation, value) === wanted)),
  };
}
