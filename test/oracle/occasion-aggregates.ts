import { type Instant } from './calendar.ts';
import { type Json } from './document.ts';
import { instantTest } from './instant-tests.ts';
import { numberTest } from './value-tests.ts';
import { type View } from './view.ts';

/** Whether what is asked of some activities or messages, by their instants in order, is so. */
export function aggregateHolds(name: string, instants: readonly Instant[], test: Json, view: View): boolean {
  switch (name) {
    case 'exists':
      return instants.length > 0 === test;
    case 'count':
      return numberTest(instants.length, test);
    case 'first':
      return instantTest(instants[0], test, view);
    case 'last':
      return instantTest(instants.at(-1), test, view);
    default:
      throw new Error(`the oracle knows no aggregate ${name} of activities and messages`);
  }
}
