import { choiceKey } from '../../activities/activity-choice.ts';
import type { SequenceSpec } from '../../sequences/sequence-spec.ts';
import type { Side } from '../../sequences/side.ts';
import { type Atom, fact } from './atom.ts';
import type { Domain } from './claim.ts';
import { neverEndsBefore } from './duration-relation.ts';

/** What can never be so. */
const never: Domain = { isImpossible: (claims) => claims.some(({ wanted }) => wanted) };

/** A sequence either holds or does not; some that ask for nothing to follow never can. */
export function sequenceAtoms(spec: SequenceSpec, zone: string): readonly Atom[] {
  const atom = fact(JSON.stringify(['sequence', spec, zone]));
  return [isNever(spec) ? { ...atom, domain: never } : atom];
}

/** What follows itself is its own answer; and a start may be out of the window before its time is up. */
function isNever({ first, answer, isAnswered, within, window }: SequenceSpec): boolean {
  if (isAnswered) return false;
  if (keyOf(first) === keyOf(answer)) return true;
  if (window?.kind === 'inLast') return neverEndsBefore(within, window.length);
  return window?.kind === 'betweenAgo' && neverEndsBefore(within, window.lengths[1]);
}

function keyOf(side: Side): string {
  return side.kind === 'activity' ? `activity ${choiceKey(side)}` : JSON.stringify(side);
}
