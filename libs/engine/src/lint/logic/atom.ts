import type { OrdersSpec } from '../../leaves/orders.ts';
import type { Operation } from '../../tests/test.ts';
import type { Domain } from './claim.ts';
import { enumeration } from './enumeration.ts';
import type { Selection } from './selections.ts';

/** The least that a leaf says: that an operator holds of something. */
export interface Atom {
  /** Two atoms with equal subjects speak of the same value. */
  readonly subject: string;
  readonly domain: Domain;
  readonly operation: Operation;
  /** Of atoms about orders: which, and what of them. */
  readonly orders?: OrdersAsked;
}

export interface OrdersAsked {
  readonly selection: Selection;
  readonly aggregate: OrdersSpec['aggregate'];
  /** How many orders there must be for there to be a value. */
  readonly needs: number;
}

/** Something that either is so or is not. */
export function fact(subject: string): Atom {
  return { subject, domain: facts, operation: { op: 'eq', operand: true } };
}

export function membership(segmentId: string): Atom {
  return fact(`segment ${segmentId}`);
}

const facts = enumeration([true, false], ({ operand }, value) => operand === value);
