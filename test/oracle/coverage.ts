import { isObject, type Json, type SegmentDocument } from './document.ts';
import { leavesOf } from './time-words.ts';

const orderParameters = new Set(['where', 'window', 'at', 'since']);

/** What a leaf is about, in a word or two: `orders.sum`, `customer.city`, `messages.notOpened`. */
function kindsOf(name: string, argument: Json): string[] {
  if (!isObject(argument)) return [name];
  const keys = Object.keys(argument);
  switch (name) {
    case 'orders':
      return keys.filter((key) => !orderParameters.has(key)).map((key) => `orders.${key}`);
    case 'customer':
      return keys.map((key) => {
        const test = argument[key];
        return isObject(test) && 'changed' in test ? 'customer.changed' : `customer.${key}`;
      });
    case 'activity':
      return keys.filter((key) => ['exists', 'count', 'first', 'last'].includes(key)).map((key) => `activity.${key}`);
    case 'messages':
      return [`messages.${JSON.stringify(argument['outcome'] ?? 'sent').slice(1, -1)}`];
    case 'sequence':
      return ['then' in argument ? 'sequence.then' : 'sequence.thenNot'];
    case 'loyalty':
    case 'rfm':
      return keys.map((key) => `${name}.${key}`);
    default:
      return [name];
  }
}

/** The kinds of a definition's leaves, one by one. */
export function leafKindsOf(document: SegmentDocument): string[] {
  const kinds = leavesOf(document.when).flatMap(([name, argument]) => kindsOf(name, argument));
  return document.kind === 'static' ? [...kinds, 'kind: static'] : kinds;
}
