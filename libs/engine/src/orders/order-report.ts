import type { Decider, LeafReport, More, Remedy } from '../explain/leaf-report.ts';
import { timeWords } from '../explain/time-words.ts';
import { countWords } from '../describe/quantity-words.ts';
import type { Instant } from '../facts.ts';
import type { Zone } from '../zone.ts';
import type { Stay } from './stays.ts';

/** What an aggregate is told of when it reports: the orders themselves, and not only what is kept of them. */
export interface OrderView {
  /** In the window now, by the timestamp that counts. */
  readonly inside: readonly Stay[];
  /** The last of those that have gone out of the window; null when none have. */
  readonly gone: Stay | null;
  readonly now: Instant;
  readonly zone: Zone;
  /** Of the amounts that are reckoned; null when none are. */
  readonly currency: string | null;
  /** What a new order has to be besides matching, such as `within 90 days`; null when none of now would count. */
  readonly scope: string | null;
  /** Whether an order of now would count at once. */
  readonly isOpen: boolean;
  /** Whether an order of a moment ago would count now. */
  readonly wasOpen: boolean;
}

/** Of an aggregate: all but when it last changed. */
export type OrderReport = Omit<LeafReport, 'since'>;

export function orderWords({ match }: Stay, zone: Zone): string {
  return `order ${match.order.orderId} of ${timeWords(match.at, zone)}`;
}

export function decidedByOrder({ match }: Stay): Decider {
  return { kind: 'order', orderId: match.order.orderId, at: match.at };
}

/** Of all that are inside together. */
export function decidedByAll({ inside }: OrderView): Decider {
  const next = nextOut(inside);
  return {
    kind: 'orders',
    inside: inside.length,
    nextOut:
      next === undefined ? null : { orderId: next.match.order.orderId, at: next.match.at, outAt: next.interval[1] },
  };
}

function nextOut(inside: readonly Stay[]): Stay | undefined {
  const first = inside.reduce<Stay | undefined>(
    (best, stay) => (best === undefined || stay.interval[1] < best.interval[1] ? stay : best),
    undefined,
  );
  return first?.interval[1] === Number.POSITIVE_INFINITY ? undefined : first;
}

/** `three orders; the first to go out is order o1 of ..., on ...`. */
export function insideWords(view: OrderView): string {
  const { inside, zone } = view;
  const orders = inside.length === 1 ? 'one order' : `${countWords(inside.length)} orders`;
  const next = nextOut(inside);
  if (next === undefined) return orders;
  const which = inside.length === 1 ? 'it goes out' : `the first to go out is ${orderWords(next, zone)},`;
  return `${orders}; ${which} on ${timeWords(next.interval[1], zone)}`;
}

/** What there was before, where there is none now. */
export function goneWords({ gone, zone }: OrderView): string {
  return gone === null
    ? ''
    : `; the latest, ${orderWords(gone, zone)}, went out on ${timeWords(gone.interval[1], zone)}`;
}

/** No orders are no remedy. */
export function moreOrders(n: number, view: OrderView): readonly Remedy[] {
  if (n === 0) return [];
  return remedy(
    `${countWords(n)}${view.inside.length === 0 ? '' : ' more'} such ${n === 1 ? 'order' : 'orders'}`,
    { of: 'orders', amount: n },
    view,
  );
}

/** Nothing when no new order would count. What does not count at once turns nothing at once. */
export function remedy(words: string, more: More | null, view: OrderView): readonly Remedy[] {
  const { scope, isOpen, wasOpen } = view;
  return scope === null
    ? []
    : [{ words, scope, more: isOpen ? more : null, isInTime: isOpen && wasOpen && more !== null }];
}
