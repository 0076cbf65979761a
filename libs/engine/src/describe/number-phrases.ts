import { asksForPresence, type Operation, type Test } from '../tests/test.ts';
import { allWords, type Words } from './clause.ts';

/** How a number is written, and what is said when there may be none. */
export interface NumberStyle {
  readonly format: (n: number) => string;
  /** Such as `is not known`; null when the number is always known. */
  readonly missing: string | null;
}

/** `is at least 5`, of a subject in the singular. */
export function numberPredicate(test: Test, { format, missing }: NumberStyle): Words {
  const besides = missing === null ? '' : ` (or ${missing})`;
  return allWords(
    test.operations.map((operation) => {
      const wanted = asksForPresence(operation);
      if (wanted !== undefined) return presence(wanted, missing ?? 'is not known');
      const { yes, no } = compared(operation, format, '');
      const isNegative = operation.op === 'ne';
      return { yes: `is ${yes}${isNegative ? besides : ''}`, no: `is ${no}${isNegative ? '' : besides}` };
    }),
  );
}

export function presence(wanted: boolean, absent: string): Words {
  const present = absent === 'there is none' ? 'exists' : 'is known';
  const notThere = absent === 'there is none' ? 'does not exist' : 'is not known';
  return wanted ? { yes: present, no: notThere } : { yes: notThere, no: present };
}

/** `at least five orders`: of what is counted, and so always known. */
export function countedPhrase(test: Test, format: (n: number) => string): Words {
  const operations = test.operations.filter((operation) => asksForPresence(operation) === undefined);
  return allWords(operations.map((operation) => compared(operation, format, 'exactly ')));
}

function compared({ op, operand }: Operation, format: (n: number) => string, exactly: string): Words {
  if (op === 'between') {
    const [from, to] = operand as readonly [number, number];
    return { yes: `from ${format(from)} to ${format(to)}`, no: `less than ${format(from)} or more than ${format(to)}` };
  }
  const n = format(operand as number);
  const other = exactly === '' ? `not ${n}` : `less than ${n} or more than ${n}`;
  switch (op) {
    case 'eq':
      return { yes: `${exactly}${n}`, no: other };
    case 'ne':
      return { yes: other, no: `${exactly}${n}` };
    case 'gt':
      return { yes: `more than ${n}`, no: `at most ${n}` };
    case 'gte':
      return { yes: `at least ${n}`, no: `less than ${n}` };
    case 'lt':
      return { yes: `less than ${n}`, no: `at least ${n}` };
    case 'lte':
      return { yes: `at most ${n}`, no: `more than ${n}` };
    default:
      throw new Error(`no words for the operator ${op}`);
  }
}
