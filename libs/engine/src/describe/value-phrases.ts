import type { Duration } from '../duration.ts';
import { asksForPresence, type Operand, type Operation, type Test } from '../tests/test.ts';
import { allWords, opposite, quote, quotedList, type Words } from './clause.ts';
import { numberPredicate, type NumberStyle, presence } from './number-phrases.ts';
import { numberWords } from './quantity-words.ts';

const missing = 'is not known';

/** Of texts: the operators that hold, and those that deny and so hold of what is not known as well. */
const positive: Readonly<Record<string, (operand: never) => Words>> = {
  eq: (text: string) => ({ yes: `is ${quote(text)}`, no: `is not ${quote(text)}` }),
  in: (texts: readonly string[]) => oneOf(texts),
  contains: (text: string) => ({ yes: `contains ${quote(text)}`, no: `does not contain ${quote(text)}` }),
  startsWith: (text: string) => ({ yes: `begins with ${quote(text)}`, no: `does not begin with ${quote(text)}` }),
  endsWith: (text: string) => ({ yes: `ends with ${quote(text)}`, no: `does not end with ${quote(text)}` }),
  matches: (text: string) => ({
    yes: `matches the pattern ${quote(text)}`,
    no: `does not match the pattern ${quote(text)}`,
  }),
};
const negative: Readonly<Record<string, keyof typeof positive>> = { ne: 'eq', notIn: 'in', notContains: 'contains' };

function oneOf(texts: readonly string[]): Words {
  const [first = '', second = ''] = texts;
  const yes = `is ${quotedList(texts, 'or')}`;
  if (texts.length === 1) return { yes, no: `is not ${quote(first)}` };
  if (texts.length === 2) return { yes, no: `is neither ${quote(first)} nor ${quote(second)}` };
  return { yes, no: `is none of ${quotedList(texts, 'and')}` };
}

/** Whether the operator denies, and what it denies. */
export function deniedBy(op: string): string | undefined {
  return negative[op];
}

/** `is “Moscow”`, of a subject in the singular. `known` is false for what is never missing. */
export function textPredicate(test: Test, known = false): Words {
  return allWords(test.operations.map((operation) => textOperation(operation, known)));
}

function textOperation(operation: Operation, known: boolean): Words {
  const wanted = asksForPresence(operation);
  if (wanted !== undefined) return presence(wanted, missing);
  const denied = negative[operation.op];
  const words = positive[denied ?? operation.op]?.(operation.operand as never);
  if (words === undefined) throw new Error(`no words for the operator ${operation.op}`);
  const withMissing = { yes: words.yes, no: known ? words.no : `${words.no} (or ${missing})` };
  return denied === undefined ? withMissing : opposite(withMissing);
}

const numberStyle: NumberStyle = { format: numberWords, missing };

/** Of custom fields, whose type the operand tells. */
export function customPredicate(test: Test, known = false): Words {
  return allWords(
    test.operations.map((operation) => {
      if (asksForPresence(operation) !== undefined) return textOperation(operation, known);
      if (typeof operation.operand === 'boolean') return booleanOperation(operation.op, operation.operand, known);
      return isOfNumbers(operation.operand)
        ? numberPredicate({ operations: [operation] }, known ? { ...numberStyle, missing: null } : numberStyle)
        : textOperation(operation, known);
    }),
  );
}

function isOfNumbers(operand: Operand | Duration): boolean {
  return typeof operand === 'number' || (Array.isArray(operand) && operand.every((one) => typeof one === 'number'));
}

function booleanOperation(op: string, operand: boolean, known: boolean): Words {
  const words = { yes: `is ${operand}`, no: known ? `is not ${operand}` : `is not ${operand} (or ${missing})` };
  return op === 'ne' ? opposite(words) : words;
}
