import { defaultStatusGroups, type Order } from '@weir/engine';
import { orderOf } from '@weir/engine/testing';
import { answerCase } from '../oracle/disagreement.ts';
import { type JsonObject } from '../oracle/document.ts';
import { type Arrival } from '../oracle/history.ts';

const customerId = 'rare';

/** Conditions on orders, one segment each, and the orders, told when they are made. */
interface RareCase {
  readonly asked: readonly JsonObject[];
  readonly bought: readonly (readonly [at: string, total: number])[];
  /** UTC if left out. */
  readonly timeZone?: string;
}

/** What random histories seldom hold. */
const rareCases: readonly RareCase[] = [
  // A sum rises when what was paid back goes out of the window.
  {
    asked: [{ window: { inLast: 'P10D' }, sum: { gte: 1000 } }],
    bought: [
      ['2026-01-01T12:00:00Z', -500],
      ['2026-01-02T12:00:00Z', 1000],
    ],
  },
  // After an order of 10 February P30D ends behind P1M; after one of 1 March it does not.
  {
    asked: [{ last: { betweenAgo: ['P30D', 'P1M'] } }],
    bought: [
      ['2026-02-10T12:00:00Z', 100],
      ['2026-03-01T12:00:00Z', 100],
    ],
  },
  // P1M after the later one ends before P1M after the earlier one, with something else due in between.
  {
    asked: [{ last: { inLast: 'P1M' } }, { last: { moreThanAgo: 'P28DT2H' } }],
    bought: [
      ['2026-01-28T23:00:00Z', 100],
      ['2026-01-31T01:00:00Z', 100],
    ],
  },
  // So do three days, where clocks went back between them.
  {
    asked: [{ last: { inLast: 'P3D' } }, { daysSinceLast: { gte: 3 } }, { last: { moreThanAgo: 'PT72H20M' } }],
    bought: [
      ['2026-10-25T00:50:00Z', 100],
      ['2026-10-25T01:10:00Z', 100],
    ],
    timeZone: 'Europe/Berlin',
  },
];

function boughtAt(at: number, order: Order): Arrival {
  const envelope = { eventId: `e-${order.orderId}`, customerId, occurredAt: at, version: 1 };
  return { kind: 'order', at, event: { ...envelope, order } };
}

/** How engine and oracle disagree about the first of the rare cases about which they do. */
export function findWrongRarity(): string | undefined {
  for (const { asked, bought, timeZone = 'UTC' } of rareCases) {
    const arrivals = bought.map(([at, total], index) => {
      const createdAt = Date.parse(at);
      return boughtAt(createdAt, orderOf({ orderId: `o${index}`, createdAt, total }));
    });
    const answer = answerCase({
      account: { timeZone: 'UTC', currency: 'RUB', statusGroups: defaultStatusGroups },
      documents: asked.map((orders, n) => ({ id: `rare-${n}`, name: `Rare ${n}`, timeZone, when: { orders } })),
      history: { customerId, arrivals, until: Date.parse('2027-01-01T00:00:00Z') },
      change: undefined,
      schedule: { pauses: [], stepwise: true },
    });
    if (answer.kind === 'different') return answer.difference;
  }
  return undefined;
}
