import type { OccasionQuestion } from '../../occasions/occasion-leaf.ts';
import type { Test } from '../../tests/test.ts';
import type { Atom } from './atom.ts';
import { moments } from './moments.ts';
import { numbersOf } from './numbers.ts';

const counted = numbersOf({ least: 0, most: Number.POSITIVE_INFINITY, isWhole: true, isKnown: true });

/** What a leaf asks of activities or messages: how many there are, of which that there are some is a part, or when the first or the last one was. */
export function occasionAtoms(leaf: string, spec: OccasionQuestion, zone: string): readonly Atom[] {
  const { aggregate, ask, window, ...choice } = spec;
  const isNumber = aggregate === 'exists' || aggregate === 'count';
  const seen = JSON.stringify([choice, window, window === null ? null : zone]);
  const subject = isNumber ? `number of ${leaf} ${seen}` : `${aggregate} of ${leaf} ${seen} in ${zone}`;
  const domain = isNumber ? counted : moments;
  const operations = aggregate === 'exists' ? [existence(ask)] : (ask as { readonly test: Test }).test.operations;
  return operations.map((operation) => ({ subject, domain, operation }));
}

const existence = (ask: object): { readonly op: string; readonly operand: number } =>
  (ask as { readonly wanted: boolean }).wanted ? { op: 'gte', operand: 1 } : { op: 'lt', operand: 1 };
