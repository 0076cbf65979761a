import { defaultStatusGroups, type Order } from '@weir/engine';
import { orderOf } from '@weir/engine/testing';
import { answerCase } from '../oracle/disagreement.ts';
import { type JsonObject } from '../oracle/document.ts';
import { type Arrival } from '../oracle/history.ts';

const customerId = 'rare';

/** A condition on orders, and the orders, told when they are made: by their days and totals. */
interface RareCase {
  readonly orders: JsonObject;
  readonly bought: readonly (readonly [day: string, total: number])[];
}

/** What random histories seldom hold. */
const rareCases: readonly RareCase[] = [
  // A sum rises when what was paid back goes out of the window.
  {
    orders: { window: { inLast: 'P10D' }, sum: { gte: 1000 } },
    bought: [
      ['2026-01-01', -500],
      ['2026-01-02', 1000],
    ],
  },
  // After an order of 10 February P30D ends behind P1M; after one of 1 March it does not.
  {
    orders: { last: { betweenAgo: ['P30D', 'P1M'] } },
    bought: [
      ['2026-02-10', 100],
      ['2026-03-01', 100],
    ],
  },
];

function boughtAt(at: number, order: Order): Arrival {
  const envelope = { eventId: `e-${order.orderId}`, customerId, occurredAt: at, version: 1 };
  return { kind: 'order', at, event: { ...envelope, order } };
}

/** How engine and oracle disagree about the first of the rare cases about which they do. */
export function findWrongRarity(): string | undefined {
  for (const { orders, bought } of rareCases) {
    const arrivals = bought.map(([day, total], index) => {
      const createdAt = Date.parse(`${day}T12:00:00Z`);
      return boughtAt(createdAt, orderOf({ orderId: `o${index}`, createdAt, total }));
    });
    const answer = answerCase({
      account: { timeZone: 'UTC', currency: 'RUB', statusGroups: defaultStatusGroups },
      documents: [{ id: 'rare', name: 'Rare', when: { orders } }],
      history: { customerId, arrivals, until: Date.parse('2026-07-01T00:00:00Z') },
      change: undefined,
      schedule: { pauses: [], stepwise: true },
    });
    if (answer.kind === 'different') return answer.difference;
  }
  return undefined;
}
